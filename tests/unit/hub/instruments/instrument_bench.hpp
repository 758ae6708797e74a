// Puts an instrument on a bench: one message after another, on records that stay in memory.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"
#include "tests/support/consumer_room.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace hub::instruments {

class instrument_bench final : public consumer::book_view {
public:
    explicit instrument_bench(const consumer::instrument& tested) : tested_{tested} {}

    const std::string* find(std::string_view kind, std::string_view id) const override {
        const std::pair key{std::string{kind}, std::string{id}};
        if (!wanted_.contains(key)) {
            throw std::logic_error{"a record that was not asked for"};
        }
        const auto found = records_.find(key);
        return found == records_.end() ? nullptr : &found->second;
    }

    // Decides and keeps what changes.
    consumer::decided decide(const consumer::input& message) {
        wanted_.clear();
        for (auto& key : tested_.wants(message)) {
            wanted_.emplace(key.kind, key.id);
        }
        for (auto& key : tested_.makes(message)) {
            wanted_.emplace(key.kind, key.id);
        }
        auto result = tested_.decide(message, *this);
        for (const auto& change : result.changes) {
            const std::pair key{change.key.kind, change.key.id};
            if (!wanted_.contains(key)) {
                throw std::logic_error{"a change of a record that was not asked for"};
            }
            if (change.body) {
                records_[key] = *change.body;
            } else {
                records_.erase(key);
            }
        }
        return result;
    }

    template <class Record>
    [[nodiscard]] Record record(std::string_view kind, const std::string& id) const {
        Record result;
        if (!result.ParseFromString(records_.at({std::string{kind}, id}))) {
            throw std::runtime_error{"a record is none"};
        }
        return result;
    }

    [[nodiscard]] std::size_t count(std::string_view kind) const {
        return static_cast<std::size_t>(std::count_if(
            records_.begin(),
            records_.end(),
            [&](const auto& record) { return record.first.first == kind; }
        ));
    }

private:
    const consumer::instrument& tested_;
    std::set<std::pair<std::string, std::string>> wanted_;
    std::map<std::pair<std::string, std::string>, std::string> records_;
};

// UUIDs by number.
template <class Id>
Id id_of(std::uint8_t number) {
    model::uuid::bytes_type bytes{};
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    bytes.back() = number;
    return Id{model::uuid{bytes}};
}

// What an input points to; kept as long as the tests run.
inline const vault::envelope_view& envelope_of(const model::message_id& id) {
    static std::map<model::message_id, vault::envelope_view> all;
    const auto envelope = all.try_emplace(id).first;
    envelope->second.message_id = envelope->first.view();
    return envelope->second;
}

inline consumer::input message_of(model::message_type type, std::uint8_t number) {
    consumer::input message;
    message.id = id_of<model::message_id>(number);
    message.type = type;
    message.owner = tests::support::test_oin(1);
    message.certificate = message.owner;
    message.log_id = "intake";
    message.now = model::from_microseconds(1'782'907'200'000'000);
    message.sealed = &envelope_of(message.id);
    return message;
}

inline consumer::input
casus_message(model::message_type type, std::uint8_t number, std::uint8_t casus = 200) {
    auto message = message_of(type, number);
    message.casus = id_of<model::casus_id>(casus);
    message.key = model::key_id{message.casus->value()};
    return message;
}

}  // namespace hub::instruments
