#include "hub/documents/outgoing_document.hpp"

#include <utility>

namespace hub::documents {

using kind = vault::record_place::kind;

outgoing_document::outgoing_document(
    const vault::vault& vault,
    ports::document_reader& store,
    ports::stored_document what,
    vault::content_key key,
    ports::attachment described
)
    : vault_{vault},
      store_{store},
      what_{std::move(what)},
      key_{std::move(key)},
      described_{std::move(described)} {}

ports::async_result<std::string> outgoing_document::next() {
    if (number_ == what_.records) {
        if (given_ != described_.size) {
            co_return ports::errc::not_authentic;
        }
        co_return std::string{};
    }
    const auto sealed = co_await store_.record(what_.id, number_);
    if (!sealed) {
        co_return sealed.error();
    }
    const auto is = number_ + 1 == what_.records ? kind::last_content : kind::content;
    auto opened = vault_.open_record(key_, {what_.id, what_.owner}, {is, number_}, *sealed);
    if (opened) {
        ++number_;
        given_ += opened->size();
    }
    co_return opened;
}

}  // namespace hub::documents
