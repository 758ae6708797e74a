#include "hub/instruments/consumer/staged_book.hpp"

#include <stdexcept>
#include <utility>

namespace hub::instruments::consumer {
namespace {

std::string place_of(std::string_view kind, std::string_view id) {
    std::string place;
    place.reserve(kind.size() + 1 + id.size());
    place.append(kind).append(1, '\0').append(id);
    return place;
}

}  // namespace

void staged_book::loaded(
    const std::string& kind,
    const std::vector<std::string>& asked,
    std::vector<ports::book_record> found
) {
    for (const auto& id : asked) {
        records_.try_emplace(place_of(kind, id), entry{{kind, id}, 0, std::nullopt});
    }
    for (auto& record : found) {
        auto& known = records_[place_of(record.kind, record.id)];
        known.key = {std::move(record.kind), std::move(record.id)};
        known.version = record.version;
        known.body = std::move(record.body);
    }
}

bool staged_book::knows(const record_key& key) const {
    return records_.contains(place_of(key.kind, key.id));
}

const std::string* staged_book::find(std::string_view kind, std::string_view id) const {
    const auto known = records_.find(place_of(kind, id));
    if (known == records_.end()) {
        throw std::logic_error{"an instrument looks at a record that it did not ask for"};
    }
    return known->second.body ? &*known->second.body : nullptr;
}

void staged_book::apply(std::vector<record_change> changes) {
    // All or nothing: a decision that breaks this is dropped as a whole.
    for (const auto& change : changes) {
        if (!knows(change.key)) {
            throw std::logic_error{"an instrument changes a record that it did not ask for"};
        }
    }
    for (auto& change : changes) {
        auto place = place_of(change.key.kind, change.key.id);
        records_[place].body = std::move(change.body);
        if (changed_.try_emplace(place, order_of_change_.size()).second) {
            order_of_change_.push_back(std::move(place));
        }
    }
}

std::vector<ports::book_change> staged_book::changes() const {
    std::vector<ports::book_change> result;
    result.reserve(order_of_change_.size());
    for (const auto& place : order_of_change_) {
        const auto& record = records_.at(place);
        if (record.version == 0 && !record.body) {
            // Made and removed within the batch.
            continue;
        }
        result.push_back({record.key.kind, record.key.id, record.body, record.version});
    }
    return result;
}

}  // namespace hub::instruments::consumer
