#include "hub/documents/incoming_original.hpp"

#include <utility>

namespace hub::documents {

namespace asio = boost::asio;

asio::awaitable<model::decision<void>> incoming_original::add(std::string_view piece) {
    sums_->add(piece);
    co_return co_await bytes_->add(piece);
}

asio::awaitable<model::decision<incoming_original::passed>> incoming_original::finish(
    std::string media_type
) {
    const auto kept = co_await bytes_->finish_original(std::move(media_type));
    if (!kept) {
        co_return kept.error();
    }
    co_return passed{kept->is.document.value(), sums_->finish(), kept->is.size};
}

}  // namespace hub::documents
