// Holds the snapshot of organisations that is in force, so that it can be swapped as a whole.
#pragma once

#include "hub/access/organisations.hpp"

#include <memory>
#include <mutex>

namespace hub::access {

// Thread-safe. Whoever took a snapshot keeps it for as long as its decision lasts.
class organisation_directory {
public:
    explicit organisation_directory(std::shared_ptr<const organisations> first);

    [[nodiscard]] std::shared_ptr<const organisations> current() const;
    void replace(std::shared_ptr<const organisations> next);

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const organisations> current_;
};

}  // namespace hub::access
