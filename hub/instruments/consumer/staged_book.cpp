#include "hub/instruments/consumer/staged_book.hpp"

#include <stdexcept>
#include <utility>

namespace hub::instruments::consumer {

void staged_book::loaded(
    const std::string& kind,
    const std::vector<std::string>& asked,
    std::vector<ports::book_record> found
) {
    for (const auto& id : asked) {
        records_.try_emplace({kind, id});
    }
    for (auto& record : found) {
        auto& known = records_[{std::move(record.kind), std::move(record.id)}];
        known.version = record.version;
        known.body = std::move(record.body);
    }
}

bool staged_book::knows(const record_key& key) const {
    return records_.contains(key);
}

const std::string* staged_book::find(std::string_view kind, std::string_view id) const {
    const auto known = records_.find(place{kind, id});
    if (known == records_.end()) {
        throw std::logic_error{"an instrument looks at a record that it did not ask for"};
    }
    const auto& body = known->second.body;
    return body ? &*body : nullptr;
}

void staged_book::apply(std::vector<record_change> changes) {
    // All or nothing: a decision that breaks this is dropped as a whole.
    for (const auto& change : changes) {
        if (!knows(change.key)) {
            throw std::logic_error{"an instrument changes a record that it did not ask for"};
        }
    }
    for (auto& change : changes) {
        const auto known = records_.find(change.key);
        auto& record = known->second;
        record.body = std::move(change.body);
        if (!record.is_changed) {
            record.is_changed = true;
            changed_.push_back(&*known);
        }
    }
}

std::vector<ports::book_change> staged_book::changes() const {
    std::vector<ports::book_change> result;
    result.reserve(changed_.size());
    for (const auto* const one : changed_) {
        const auto& [key, record] = *one;
        if (differs(record)) {
            result.push_back({key.kind, key.id, record.body, record.version});
        }
    }
    return result;
}

std::vector<ports::book_change> staged_book::take_changes() {
    std::vector<ports::book_change> result;
    result.reserve(changed_.size());
    for (auto* const one : changed_) {
        auto& [key, record] = *one;
        if (differs(record)) {
            result.push_back({key.kind, key.id, std::move(record.body), record.version});
        }
    }
    return result;
}

}  // namespace hub::instruments::consumer
