#include "tests/contract/embedded/durable_store.hpp"

#include "adapters/embedded/book/book.hpp"
#include "adapters/embedded/broker/broker.hpp"
#include "adapters/embedded/case_keys/case_keys.hpp"
#include "adapters/embedded/message_store/message_store.hpp"
#include "hub/vault/log_check.hpp"
#include "tests/contract/embedded/durable_tools.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_broker.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_seal.hpp"

#include <limits>
#include <set>
#include <utility>

namespace tests::contract {

namespace {

namespace embedded = adapters::embedded;
using hub::ports::errc;
using hub::ports::result;
using support::await;

hub::model::admitted_message make_message(std::uint32_t number) {
    const auto owner = *hub::model::oin::parse("00000099000000001000");
    hub::model::admitted_message one;
    one.id = message_number(number);
    one.key = hub::model::key_id{one.id.value()};
    one.type = hub::model::message_type::aanmelding;
    one.target = hub::model::stream::aanmelding;
    one.submission = {owner, "urn:nld:oin:00000099000000001000", std::to_string(number)};
    one.certificate = owner;
    one.destinations = {hub::model::destination{hub::model::instrument::loket}};
    one.accepted_at = hub::model::from_microseconds(1'782'907'200'000'000 + number);
    one.canonical = {1, {}, std::to_string(number) + std::string(content_bytes, 'c')};
    one.original = {1, {}, std::to_string(number) + std::string(content_bytes, 'o')};
    one.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    return one;
}

// Sealed once for the whole process: making a certificate takes time.
const support::test_seal& seal() {
    static const support::test_seal one;
    return one;
}

void verify(hub::ports::audit_log& log, const hub::vault::log_identity& identity) {
    hub::vault::seal_trust trust;
    trust.add(seal().certificate());
    const auto batches =
        whole(await(log.read(1, plenty, hub::ports::leaves::with)), "the log can't be read");
    hub::vault::log_check_options wanted;
    wanted.log = identity;
    if (const auto found = hub::vault::verify_log(wanted, batches, trust)) {
        throw not_whole{std::string{hub::vault::explain(found->fault)}};
    }
}

class messages final : public durable_store {
public:
    void open() override {
        store_ = embedded::message_store::create_message_store(
            {.path = directory_.path() / "berichten.db",
             .log = identity_,
             .signer = seal(),
             .clock = clock_,
             .memory_keys = 32,
             .checkpoint_bytes = checkpoint_bytes_}
        );
    }
    void checkpoint_never() override {
        checkpoint_bytes_ = std::numeric_limits<std::uint64_t>::max();
    }
    void close() override { store_.reset(); }

    outcomes write(const std::vector<std::uint32_t>& numbers) override {
        using outcome = hub::ports::append_outcome;
        const auto all = all_together<outcome>(numbers, [this](std::uint32_t number) {
            return store_->append(make_message(number));
        });
        outcomes done;
        for (const auto& one : all) {
            done.push_back(one ? result<void>{} : result<void>{one.error()});
        }
        return done;
    }

    std::map<std::uint32_t, std::size_t> content() override {
        std::map<std::uint32_t, std::size_t> found;
        hub::ports::message_query page;
        page.limit = plenty;
        while (true) {
            const auto some = whole(await(store_->search(page)), "the messages can't be read");
            if (some.empty()) {
                break;
            }
            for (const auto& one : some) {
                const auto number = static_cast<std::uint32_t>(std::stoul(one.submission.id));
                ++found[number];
                check(number, one);
            }
            page.before_sequence = some.back().sequence;
        }
        verify(*store_, identity_);
        return found;
    }

    bool writable() const override { return store_->health().writable; }

private:
    void check(std::uint32_t number, const hub::ports::stored_message& one) {
        const auto what = "message " + std::to_string(number);
        const auto parts = whole(await(store_->receipt(one.id)), what + " has no receipt");
        const auto head = hub::vault::read_head(parts.head);
        if (!head || hub::vault::root_of(parts.leaf, parts.place) != head->fields.root) {
            throw not_whole{what + " is not proved by its receipt"};
        }
        const auto original = whole(await(store_->original(one.id)), what + " has no original");
        if (original.ciphertext != make_message(number).original.ciphertext) {
            throw not_whole{what + " has another original"};
        }
        const auto again = whole(
            await(store_->find_submission(make_message(number).submission)), what + " has no key"
        );
        if (again.id != one.id) {
            throw not_whole{what + " is there under two ids"};
        }
    }

    support::temporary_directory directory_;
    support::fake_clock clock_;
    const hub::vault::log_identity identity_{hub::model::environment::ontwikkel, "intake"};
    std::unique_ptr<embedded::message_store::sqlite_message_store> store_;
    std::uint64_t checkpoint_bytes_ = 256U << 10U;
};

class book final : public durable_store {
public:
    void open() override {
        embedded::book::book_options options;
        options.path = directory_.path() / "boek.db";
        options.log = identity_;
        book_ = embedded::book::create_book(options, seal(), clock_);
    }
    void close() override { book_.reset(); }

    outcomes write(const std::vector<std::uint32_t>& numbers) override {
        auto done = all_together<void>(numbers, [this](std::uint32_t number) {
            hub::ports::book_transaction one;
            one.handled = {message_number(number)};
            one.changes = {{"casus", std::to_string(number), std::string(content_bytes, 'x'), 0}};
            one.outgoing = {make_message(number)};
            return book_->commit(std::move(one));
        });
        for (auto& one : done) {
            if (one.has_error() && one.error() == errc::conflict) {
                one = result<void>{};
            }
        }
        return done;
    }

    std::map<std::uint32_t, std::size_t> content() override {
        std::map<std::uint32_t, std::size_t> found;
        std::vector<hub::model::message_id> ids;
        for (const auto& one :
             whole(await(book_->scan("casus", 0, plenty)), "the book can't be read")) {
            const auto number = static_cast<std::uint32_t>(std::stoul(one.id));
            ++found[number];
            ids.push_back(message_number(number));
        }
        for (const auto handled :
             whole(await(book_->handled(ids)), "the handled ids can't be read")) {
            if (!handled) {
                throw not_whole{"a change without its handled id"};
            }
        }
        if (!ids.empty() &&
            whole(await(book_->next_outgoing(0, plenty)), "no outbox").size() != ids.size()) {
            throw not_whole{"a change without its outgoing message"};
        }
        verify(*book_, identity_);
        return found;
    }

    bool writable() const override { return book_->writable(); }

private:
    support::temporary_directory directory_;
    support::fake_clock clock_;
    const hub::vault::log_identity identity_{hub::model::environment::ontwikkel, "proefboek"};
    std::unique_ptr<embedded::book::embedded_book> book_;
};

class broker final : public durable_store {
public:
    void open() override {
        embedded::broker::broker_options options;
        options.path = directory_.path() / "broker.db";
        // Nothing but the newest stays in memory: what is read comes from the file.
        options.tail_bytes = 1;
        broker_ = embedded::broker::create_broker(options, clock_);
    }
    void close() override { broker_.reset(); }

    outcomes write(const std::vector<std::uint32_t>& numbers) override {
        using positions = std::vector<result<hub::ports::position>>;
        const auto all = all_together<positions>(numbers, [this](std::uint32_t number) {
            return broker_->publish({record(std::to_string(number))});
        });
        outcomes done;
        for (const auto& one : all) {
            const auto error = one ? (*one)[0].error() : one.error();
            done.push_back(error ? result<void>{error} : result<void>{});
        }
        return done;
    }

    std::map<std::uint32_t, std::size_t> content() override {
        // Behind everything that is there, so that the reader knows where to end.
        const auto end = "einde " + std::to_string(++ends_);
        if (!whole(await(broker_->publish({record(end)})), "no publishing")[0]) {
            throw not_whole{"nothing can be published"};
        }
        std::map<std::uint32_t, std::size_t> found;
        support::fake_positions from_beginning;
        const auto reader =
            broker_->subscribe({"controle", {hub::model::stream::aanmelding}}, from_beginning);
        for (bool more = true; more;) {
            for (const auto& one : whole(await(reader->next(plenty)), "the log can't be read")) {
                const auto name = one.record->key;
                if (name.starts_with("einde")) {
                    more = more && name != end;
                } else if (one.record->value != record(name).value) {
                    throw not_whole{"record " + name + " has another content"};
                } else {
                    ++found[static_cast<std::uint32_t>(std::stoul(name))];
                }
            }
        }
        return found;
    }

    bool writable() const override { return broker_->writable(); }
    bool takes_more_than_once() const override { return true; }

private:
    static hub::ports::record record(const std::string& name) {
        return {hub::model::stream::aanmelding, name, name + std::string(content_bytes, 'v'), {}};
    }

    support::temporary_directory directory_;
    support::fake_clock clock_;
    std::unique_ptr<embedded::broker::embedded_broker> broker_;
    int ends_ = 0;
};

class keys final : public durable_store {
public:
    void open() override {
        store_ = embedded::case_keys::create_case_keys({.path = directory_.path() / "sleutels.db"});
    }
    void close() override { store_.reset(); }

    outcomes write(const std::vector<std::uint32_t>& numbers) override {
        tried_.insert(numbers.begin(), numbers.end());
        auto done = all_together<void>(numbers, [this](std::uint32_t number) {
            return store_->add({{hub::model::key_id{numbered(number)}, 1, wrapped(number)}});
        });
        for (auto& one : done) {
            if (one.has_error() && one.error() == errc::conflict) {
                one = result<void>{};
            }
        }
        return done;
    }

    std::map<std::uint32_t, std::size_t> content() override {
        std::map<std::uint32_t, std::size_t> found;
        for (const auto number : tried_) {
            const auto one = await(store_->find(hub::model::key_id{numbered(number)}));
            if (one && one->wrapped != wrapped(number)) {
                throw not_whole{"another key under this id"};
            }
            if (one) {
                ++found[number];
            }
        }
        return found;
    }

    // This store does not say so by itself: whoever makes keys finds out.
    bool writable() const override { return true; }

private:
    static std::string wrapped(std::uint32_t number) {
        return std::to_string(number) + std::string(60, 'w');
    }

    support::temporary_directory directory_;
    std::set<std::uint32_t> tried_;
    std::unique_ptr<hub::ports::case_key_store> store_;
};

}  // namespace

std::vector<durable_store_case> all_durable_stores() {
    return {
        {"messages", [] { return std::make_unique<messages>(); }},
        {"book", [] { return std::make_unique<book>(); }},
        {"broker", [] { return std::make_unique<broker>(); }},
        {"documents", make_durable_documents},
        {"keys", [] { return std::make_unique<keys>(); }},
        {"quarantine", make_durable_quarantine},
    };
}

}  // namespace tests::contract
