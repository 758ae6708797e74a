#include "tests/support/consumer_room.hpp"

#include "schemas/pmm/v1/envelope.pb.h"
#include "tests/support/await.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tests::support {

using namespace hub;

model::oin test_oin(unsigned number) {
    std::array<char, 21> text{};
    std::snprintf(text.data(), text.size(), "00000099%012u", number);
    return *model::oin::parse({text.data(), model::oin::length});
}

consumer_room::consumer_room(std::int32_t partitions)
    : broker{fake_broker::options{partitions, 1'048'576}} {
    trust.add(seal.certificate());
}

model::key_id consumer_room::new_key() {
    return await(vault.take_fresh_key()).value().id();
}

model::casus_id consumer_room::new_casus() {
    return model::casus_id{new_key().value()};
}

model::message_id consumer_room::commit_to(fake_book& log, const handed_in& what) {
    model::admitted_message message;
    message.id = vault.mint_message_id();
    message.type = what.type;
    message.target = what.target;
    message.key =
        what.casus ? model::key_id{what.casus->value()} : (what.key ? *what.key : new_key());
    if (what.casus) {
        message.casus = model::casus_entry{*what.casus, false, std::nullopt, {}};
    }
    message.submission = {what.owner, "bron", message.id.to_string()};
    message.certificate = what.owner;
    message.destinations = what.destinations;
    message.accepted_at = clock.now();
    pmm::v1::CanonicalPart part;
    part.set_message(what.content.SerializeAsString());
    const auto commitments = vault.commit_to("origineel", part.message());
    part.set_salt(commitments.salt.data(), commitments.salt.size());
    message.salt = commitments.salt;
    message.original_commitment = commitments.original;
    message.canonical_commitment = commitments.canonical;
    const auto key = await(vault.find_key(message.key)).value();
    message.canonical = vault.seal(
        key,
        {message.id, what.casus, what.owner, what.type},
        vault::part::canoniek,
        part.SerializeAsString()
    );
    ports::book_transaction transaction;
    transaction.outgoing.push_back(message);
    await(log.commit(std::move(transaction))).value();
    return message.id;
}

model::message_id consumer_room::send(const handed_in& what) {
    const auto id = commit(what);
    forward(writer);
    return id;
}

std::vector<ports::record> consumer_room::take_outbox(fake_book& from) {
    std::vector<ports::record> records;
    if (from.depth().waiting == 0) {
        return records;
    }
    auto batch = await(from.next_outgoing(from.published_up_to(), 100'000)).value();
    std::vector<ports::published> done;
    for (auto& one : batch) {
        records.push_back(*one.record);
        done.push_back({one.sequence, {}});
    }
    await(from.mark_published(std::move(done), {})).value();
    return records;
}

std::size_t consumer_room::forward(fake_book& from) {
    const auto records = take_outbox(from);
    static_cast<void>(await(broker.publish({records.begin(), records.end()})).value());
    return records.size();
}

void consumer_room::publish(ports::record record) {
    static_cast<void>(await(broker.publish({std::move(record)})).value());
}

bool consumer_room::all_read(fake_book& by, const std::vector<model::stream>& streams) {
    for (const auto stream : streams) {
        for (const auto& one : broker.contents(stream)) {
            const auto next = await(by.next_offset(stream, one.position.partition)).value();
            if (next.value_or(0) <= one.position.offset) {
                return false;
            }
        }
    }
    return true;
}

pmm::v1::CanonicalMessage consumer_room::open(const model::admitted_message& message) {
    const auto key = await(vault.find_key(message.key)).value();
    std::optional<model::casus_id> casus;
    if (message.casus) {
        casus = message.casus->id;
    }
    const auto plain = vault
                           .open(
                               key,
                               {message.id, casus, message.submission.owner, message.type},
                               vault::part::canoniek,
                               message.canonical
                           )
                           .value();
    pmm::v1::CanonicalPart part;
    pmm::v1::CanonicalMessage content;
    if (!part.ParseFromString(plain) || !content.ParseFromString(part.message())) {
        throw std::runtime_error{"what was sent can't be read"};
    }
    return content;
}

std::vector<std::string> consumer_room::statuses(const fake_book& book) {
    std::vector<std::string> result;
    for (const auto& message : book.sent()) {
        if (message.type != model::message_type::statusbericht) {
            continue;
        }
        const auto status = open(message).statusbericht();
        auto text = status.bestemming() + ' ' + status.toestand();
        if (!status.reden().empty()) {
            text += ' ' + status.reden();
        }
        result.push_back(std::move(text));
    }
    return result;
}

std::string consumer_room::value_of(fake_book& book, std::string kind, std::string id) {
    std::vector<std::string> ids{std::move(id)};
    const auto found = await(book.load(std::move(kind), std::move(ids))).value();
    return found.empty() ? std::string{} : found.front().body;
}

std::size_t consumer_room::count(fake_book& book, std::string kind) {
    return await(book.scan(std::move(kind), 0, 1'000'000)).value().size();
}

}  // namespace tests::support
