// A hub in memory around a consumer: a vault, a writer that hands messages in, a broker and a book.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/vault/envelope.hpp"
#include "hub/vault/vault.hpp"
#include "schemas/pmm/v1/content.pb.h"
#include "tests/support/fake_book.hpp"
#include "tests/support/fake_broker.hpp"
#include "tests/support/fake_case_key_store.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_key_provider.hpp"
#include "tests/support/fake_waiter.hpp"
#include "tests/support/test_seal.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tests::support {

// OINs 00000099…: a test's organisation by its number.
[[nodiscard]] hub::model::oin test_oin(unsigned number);

// What is handed in.
struct handed_in {
    hub::model::message_type type = hub::model::message_type::bericht;
    hub::model::stream target = hub::model::stream::bericht;
    hub::model::oin owner = test_oin(1);
    // Sealed under this casus' key; nothing: a key of its own.
    std::optional<hub::model::casus_id> casus;
    // Sealed under this key where there is no casus; nothing: a fresh one.
    std::optional<hub::model::key_id> key;
    std::vector<hub::model::destination> destinations;
    pmm::v1::CanonicalMessage content;
};

class consumer_room {
public:
    explicit consumer_room(std::int32_t partitions = 3);

    [[nodiscard]] hub::model::casus_id new_casus();
    [[nodiscard]] hub::model::key_id new_key();

    // Commits to the writer's log without forwarding.
    hub::model::message_id commit(const handed_in& what) { return commit_to(writer, what); }
    hub::model::message_id commit_to(fake_book& log, const handed_in& what);
    // Commits and forwards.
    hub::model::message_id send(const handed_in& what);

    // Forwards what a book has committed; how many.
    std::size_t forward(fake_book& from);
    // What the writer would forward, taken out of its outbox without reaching the broker.
    [[nodiscard]] std::vector<hub::ports::record> take_outbox(fake_book& from);
    void publish(hub::ports::record record);

    // Everything on these streams was read by this book's consumer.
    [[nodiscard]] bool all_read(fake_book& by, const std::vector<hub::model::stream>& streams);

    // The content of what a book has sent, opened.
    [[nodiscard]] pmm::v1::CanonicalMessage open(const hub::model::admitted_message& message);
    // The statusberichten that a book has sent, in order: destination, state and reason, for
    // example "loket verwerkt".
    [[nodiscard]] std::vector<std::string> statuses(const fake_book& book);

    [[nodiscard]] std::string value_of(fake_book& book, std::string kind, std::string id);
    [[nodiscard]] std::size_t count(fake_book& book, std::string kind);

    static constexpr auto environment = hub::model::environment::ontwikkel;

    fake_clock clock;
    fake_waiter waiter{clock};
    fake_key_provider root_keys;
    fake_case_key_store case_keys;
    hub::vault::vault vault{environment, root_keys, case_keys, clock};
    test_seal seal;
    hub::vault::seal_trust trust;
    hub::vault::envelope_verifier verifier{environment, trust};
    fake_broker broker;
    fake_book writer{{environment, "intake"}, seal, clock};
};

}  // namespace tests::support
