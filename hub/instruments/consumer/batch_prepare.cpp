// What a batch reads before it decides.
#include "hub/instruments/consumer/batch.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hub::instruments::consumer {

batch::batch(
    const instrument& decides,
    const runner_ports& ports,
    const runner_options& options,
    fresh_records fresh
)
    : decides_{decides},
      ports_{ports},
      options_{options},
      fresh_{fresh},
      sealer_{ports.vault, {options.own, options.decided_by}},
      now_{ports.clock.now()} {}

void batch::add(const ports::delivered& one) {
    candidates_.push_back(read_candidate(one.record->value, one.position, decides_));
}

candidate& batch::add_record(const ports::book_record& record, std::string_view kind) {
    pmm::v1::HeldMessage held;
    if (!held.ParseFromString(record.body)) {
        throw std::runtime_error{"a record of a held message is none"};
    }
    const ports::position where{
        model::parse_stream(held.stream()).value_or(model::stream::geparkeerd),
        held.partition(),
        held.offset(),
    };
    held_bytes_.push_back(std::move(*held.mutable_envelope()));
    auto& one = candidates_.emplace_back(read_candidate(held_bytes_.back(), where, decides_));
    one.from = kind == waiting_kind ? origin::waiting : origin::parked;
    one.held_as = kind;
    one.held_id = record.id;
    one.earlier_attempts = held.attempts();
    one.first_held_us = held.first_at_us();
    // What was held as not authentic is not marked: the true message may have come since.
    one.handled = record.id == one.message.id.to_string();
    staged_.loaded(std::string{kind}, {record.id}, {record});
    return one;
}

void batch::add_held(const ports::book_record& record, const held_request& request) {
    const auto kind = request.kind == waiting_kind ? waiting_kind : parked_kind;
    const auto& one = add_record(record, kind);
    if (request.ending) {
        endings_.emplace(&one, ending{*request.ending, request.reason});
    } else if (kind == waiting_kind) {
        waits_no_longer_.insert(&one);
    }
}

ports::async_result<void> batch::prepare() {
    added_ = candidates_.size();
    if (const auto done = co_await skip_handled(origin::broker); !done) {
        co_return done;
    }
    if (const auto done = co_await verify_and_open(0); !done) {
        co_return done;
    }
    // What is parked as not authentic stays so, whatever became of the message that it claims to
    // be.
    if (const auto done = co_await skip_handled(origin::parked); !done) {
        co_return done;
    }
    drop_repeats();
    for (;;) {
        if (const auto done = co_await load_order(); !done) {
            co_return done;
        }
        const auto before = candidates_.size();
        const auto more = co_await load_waiting();
        if (!more) {
            co_return more.error();
        }
        if (*more == 0) {
            break;
        }
        if (const auto done = co_await verify_and_open(before); !done) {
            co_return done;
        }
        drop_repeats();
    }
    co_return co_await load_wanted();
}

ports::async_result<void> batch::skip_handled(origin from) {
    std::vector<candidate*> asked;
    std::vector<model::message_id> ids;
    for (auto& one : candidates_) {
        if (one.from == from && one.fit == fitness::fit && !one.handled) {
            asked.push_back(&one);
            ids.push_back(one.message.id);
        }
    }
    if (ids.empty()) {
        co_return ports::result<void>{};
    }
    const auto handled = co_await ports_.book.handled(std::move(ids));
    if (!handled) {
        co_return handled.error();
    }
    for (std::size_t i = 0; i < asked.size() && i < handled->size(); ++i) {
        if ((*handled)[i]) {
            asked[i]->fit = fitness::none_of_ours;
            ++repeated_;
        }
    }
    co_return ports::result<void>{};
}

ports::async_result<void> batch::verify_and_open(std::size_t from) {
    std::vector<candidate*> verified;
    std::vector<model::key_id> wanted;
    for (auto i = from; i < candidates_.size(); ++i) {
        auto& one = candidates_[i];
        if (one.fit == fitness::fit) {
            verify(one, ports_.verifier);
        }
        if (one.fit == fitness::fit) {
            one.message.now = now_;
            verified.push_back(&one);
            wanted.push_back(one.message.key);
        }
    }
    const auto keys = co_await ports_.vault.find_keys(std::move(wanted));
    if (!keys) {
        co_return keys.error();
    }
    for (std::size_t i = 0; i < verified.size(); ++i) {
        auto& one = *verified[i];
        const auto& key = (*keys)[i];
        if (key) {
            one.key = *key;
            open(one, ports_.vault, decides_.takes());
        } else if (const auto code = code_of_key_error(key.error())) {
            refuse_key(one, *code);
        } else {
            co_return key.error();
        }
    }
    co_return ports::result<void>{};
}

// Only now: before it was verified, a forged envelope could have made a true one look repeated.
void batch::drop_repeats() {
    for (auto& one : candidates_) {
        if (one.fit != fitness::fit && one.fit != fitness::poison) {
            continue;
        }
        const auto [known, fresh] = by_id_.try_emplace(one.message.id, &one);
        if (!fresh && known->second != &one) {
            one.fit = fitness::none_of_ours;
            ++repeated_;
        }
    }
}

ports::async_result<void> batch::load_order() {
    std::vector<std::string> asked;
    std::vector<known_order*> unknown;
    for (const auto& one : candidates_) {
        if (one.fit != fitness::fit && one.fit != fitness::poison) {
            continue;
        }
        for (const auto& place : one.places) {
            const auto [order, is_new] = orders_.try_emplace(place.id);
            if (is_new && place.sequence == 1 && fresh_ == fresh_records::assumed) {
                staged_.loaded(std::string{order_kind}, {place.id}, {});
            } else if (is_new) {
                unknown.push_back(&order->second);
                asked.push_back(place.id);
            }
        }
    }
    if (asked.empty()) {
        co_return ports::result<void>{};
    }
    ids_by_kind wanted;
    wanted[std::string{order_kind}] = asked;
    if (const auto done = co_await load(std::move(wanted)); !done) {
        co_return done;
    }
    for (std::size_t i = 0; i < unknown.size(); ++i) {
        if (const auto* body = staged_.find(order_kind, asked[i])) {
            unknown[i]->state = order_state{*body};
        }
    }
    co_return ports::result<void>{};
}

// The waiting messages in whose order something may go on; newcomers that must wait themselves load
// nothing.
std::set<std::string> batch::waiting_worth_loading() const {
    std::set<std::string> ids;
    for (const auto& one : candidates_) {
        const auto may_go_on = one.fit == fitness::fit || endings_.contains(&one);
        if (!may_go_on) {
            continue;
        }
        for (const auto& place : one.places) {
            const auto& order = orders_.at(place.id).state;
            const auto early = order.turn_of(place.sequence) == turn::early;
            if (early && one.from == origin::broker) {
                continue;
            }
            for (const auto& waiting : order.record().waiting()) {
                const auto id = model::message_id::from_bytes(waiting.message_id());
                if (!id || by_id_.contains(*id)) {
                    continue;
                }
                if (auto text = id->to_string();
                    !staged_.knows({std::string{waiting_kind}, text})) {
                    ids.insert(std::move(text));
                }
            }
        }
    }
    return ids;
}

ports::async_result<std::size_t> batch::load_waiting() {
    const auto ids = waiting_worth_loading();
    if (ids.empty()) {
        co_return std::size_t{0};
    }
    const std::string kind{waiting_kind};
    const std::vector<std::string> asked{ids.begin(), ids.end()};
    auto found = co_await ports_.book.load(kind, asked);
    if (!found) {
        co_return found.error();
    }
    staged_.loaded(kind, asked, {});
    for (const auto& record : *found) {
        add_record(record, waiting_kind);
    }
    co_return found->size();
}

ports::async_result<void> batch::load_wanted() {
    ids_by_kind wanted;
    for (auto& one : candidates_) {
        if (one.fit == fitness::unreadable || one.fit == fitness::not_authentic) {
            if (one.held_as.empty()) {
                wanted[std::string{parked_kind}].push_back(one.record_id());
            }
        } else if (one.fit == fitness::fit && !endings_.contains(&one)) {
            want(one, wanted);
        }
        if (one.from == origin::broker && one.fit != fitness::none_of_ours) {
            want_fresh(one, wanted);
        }
    }
    return load(std::move(wanted));
}

void batch::want(candidate& one, ids_by_kind& wanted) {
    try {
        for (auto& key : decides_.wants(one.message)) {
            if (!staged_.knows(key)) {
                wanted[key.kind].push_back(std::move(key.id));
            }
        }
        for (auto& key : decides_.makes(one.message)) {
            if (fresh_ == fresh_records::looked_up) {
                wanted[key.kind].push_back(std::move(key.id));
            } else {
                staged_.loaded(key.kind, {key.id}, {});
            }
        }
    } catch (const std::exception&) {
        // Its text may hold content: only the code is kept.
        one.fit = fitness::poison;
        one.code = "onverwerkbaar";
    }
}

// Records that only exist for a message that was handled before.
void batch::want_fresh(const candidate& one, ids_by_kind& wanted) {
    if (fresh_ == fresh_records::looked_up) {
        wanted[std::string{waiting_kind}].push_back(one.record_id());
        wanted[std::string{parked_kind}].push_back(one.record_id());
    }
}

ports::async_result<void> batch::load(ids_by_kind wanted) {
    for (auto& [kind, ids] : wanted) {
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        auto found = co_await ports_.book.load(kind, ids);
        if (!found) {
            co_return found.error();
        }
        staged_.loaded(kind, ids, std::move(*found));
    }
    co_return ports::result<void>{};
}

}  // namespace hub::instruments::consumer
