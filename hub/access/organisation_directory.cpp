#include "hub/access/organisation_directory.hpp"

#include <utility>

namespace hub::access {

organisation_directory::organisation_directory(std::shared_ptr<const organisations> first)
    : current_{std::move(first)} {}

std::shared_ptr<const organisations> organisation_directory::current() const {
    const std::scoped_lock lock{mutex_};
    return current_;
}

void organisation_directory::replace(std::shared_ptr<const organisations> next) {
    const std::scoped_lock lock{mutex_};
    current_.swap(next);
}

}  // namespace hub::access
