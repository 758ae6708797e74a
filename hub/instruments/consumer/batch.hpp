// What a consumer makes of the messages that came together: one transaction for all of them.
#pragma once

#include "hub/instruments/consumer/candidate.hpp"
#include "hub/instruments/consumer/order.hpp"
#include "hub/instruments/consumer/runner.hpp"
#include "hub/instruments/consumer/sealer.hpp"
#include "hub/instruments/consumer/staged_book.hpp"
#include "hub/instruments/consumer/trace.hpp"
#include "hub/ports/book.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace hub::instruments::consumer {

inline constexpr std::string_view waiting_kind = "wachtend";
inline constexpr std::string_view parked_kind = "geparkeerd";
inline constexpr std::string_view waiting_code = "wacht_op_voorganger";

// What became of one message.
enum class fate { applied, held, parked, ended };

struct verdict {
    const candidate* message = nullptr;
    fate what = fate::applied;
    // Code of what was parked.
    std::string code;
};

// What an operator wants with a held message.
struct held_request {
    // Kind "wachtend": it waits no longer. Kind "geparkeerd": it is decided again.
    std::string kind;
    // Ends a parked one with this state and reason instead.
    std::optional<model::state> ending;
    std::string reason;
};

// Whether records that should not exist yet are looked for all the same: after a conflict, so that
// a book that knows better is believed.
enum class fresh_records { assumed, looked_up };

// Used once: add, prepare(), decide(), then take the transaction. Everything given outlives it.
class batch {
public:
    batch(
        const instrument& decides,
        const runner_ports& ports,
        const runner_options& options,
        fresh_records fresh = fresh_records::assumed
    );

    // From the broker. The record stays where it is until the batch is gone.
    void add(const ports::delivered& one);

    // Throws std::runtime_error when the record's body is none.
    void add_held(const ports::book_record& record, const held_request& request);

    // Reads keys and records that the decisions need. Fails only with what passes by itself.
    [[nodiscard]] ports::async_result<void> prepare();

    // Decides in order; what is early waits, what fails parks, what waited for one of these goes
    // on.
    void decide();

    [[nodiscard]] const std::vector<verdict>& verdicts() const noexcept { return verdicts_; }
    [[nodiscard]] std::size_t repeated() const noexcept { return repeated_; }

    // An act for the audit log that goes with it.
    void add_act(ports::audit_act act) { transaction_.acts.push_back(std::move(act)); }

    // The records that are changed; before take_transaction().
    [[nodiscard]] std::vector<record_change> changes() const;
    [[nodiscard]] ports::book_transaction take_transaction();

private:
    struct ending {
        model::state state;
        std::string reason;
    };
    struct known_order {
        order_state state;
        bool is_changed = false;
    };
    using ids_by_kind = std::map<std::string, std::vector<std::string>>;

    // prepare()
    [[nodiscard]] ports::async_result<void> skip_handled(origin from);
    [[nodiscard]] ports::async_result<void> verify_and_open(std::size_t from);
    void drop_repeats();
    [[nodiscard]] ports::async_result<void> load_order();
    [[nodiscard]] ports::async_result<std::size_t> load_waiting();
    [[nodiscard]] std::set<std::string> waiting_worth_loading() const;
    [[nodiscard]] ports::async_result<void> load_wanted();
    void want(candidate& one, ids_by_kind& wanted);
    void want_fresh(const candidate& one, ids_by_kind& wanted);
    [[nodiscard]] ports::async_result<void> load(ids_by_kind wanted);
    candidate& add_record(const ports::book_record& record, std::string_view kind);

    // decide()
    void step(candidate& one, std::vector<candidate*>& next);
    void decide_on(candidate& one, std::vector<candidate*>& next);
    [[nodiscard]] bool is_early(const candidate& one) const;
    void hold(candidate& one);
    void park(candidate& one, std::string_view code, std::uint32_t attempts);
    void end(candidate& one, const ending& how);
    [[nodiscard]] std::optional<decided> try_decide(const candidate& one, std::uint32_t& attempts);
    void accept(candidate& one, decided what);
    void advance(candidate& one, std::vector<candidate*>& next);
    void send(const candidate& one, const cause& why, const draft& what);
    void
    send_outcomes(const candidate& one, const cause& why, const std::vector<outcome>& outcomes);
    void log_processing(
        const candidate& one,
        const trace& where,
        const std::vector<processing>& processings
    );
    void keep_record(
        candidate& one,
        std::string_view kind,
        std::string_view code,
        std::uint32_t attempts
    );
    void drop_record(candidate& one);
    void mark_handled(candidate& one);
    order_state& changed_order(const order_place& place);
    [[nodiscard]] trace trace_of(const candidate& one) const;
    [[nodiscard]] static cause cause_of(const candidate& one, const trace& where);

    const instrument& decides_;
    const runner_ports& ports_;
    const runner_options& options_;
    fresh_records fresh_;
    sealer sealer_;
    model::timestamp now_;
    // Deques keep their elements where they are.
    std::deque<candidate> candidates_;
    std::deque<std::string> held_bytes_;
    // Those that were added; behind them come waiting ones that may follow.
    std::size_t added_ = 0;
    std::unordered_map<const candidate*, ending> endings_;
    std::unordered_set<const candidate*> waits_no_longer_;
    std::unordered_map<model::message_id, candidate*> by_id_;
    std::unordered_map<std::string, known_order> orders_;
    // In the order of first change; a map's elements stay where they are.
    std::vector<const std::pair<const std::string, known_order>*> changed_orders_;
    staged_book staged_;
    std::vector<verdict> verdicts_;
    std::size_t repeated_ = 0;
    ports::book_transaction transaction_;
};

}  // namespace hub::instruments::consumer
