// What a subscriber and its client share: records that wait, partitions that ask for a position,
// and how far the handler is.
#pragma once

#include "hub/ports/broker.hpp"
#include "hub/runtime/bell.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace adapters::kafka {

// Thread-safe. The subscriber takes on its strand, the client gives on its loop.
class reading {
public:
    using place = std::pair<hub::model::stream, std::int32_t>;
    using places = std::vector<place>;

    // What next() has to do now.
    struct step {
        enum class kind { wait, records, positions, lost, closed };
        kind what = kind::wait;
        std::vector<hub::ports::delivered> records;
        // Partitions that were given to us and need a position to begin at.
        places asked;
    };

    // Subscriber: what was handed out before is handled.
    [[nodiscard]] step take(std::size_t limit);
    // Subscriber: where to begin with what was asked for.
    void answer(const places& asked, std::vector<hub::ports::position> positions);
    void confirm(const std::vector<hub::ports::position>& next_offsets);
    void close();
    // Subscriber: what was lost was put right; the client is to ask for all positions anew.
    void find_again();

    // Client: begins to ask for positions anew.
    void finding();
    [[nodiscard]] bool to_find_again() const;
    // Client: waits for next(), which is told once for all that came together.
    void give(hub::ports::delivered one);
    void tell_of_given();
    void ask(places asked);
    // The positions that were found, once.
    [[nodiscard]] std::optional<std::vector<hub::ports::position>> answered();
    // Everything that waits belongs to nobody here any more.
    void forget();
    void lose();
    // Confirmed since the last call.
    [[nodiscard]] std::vector<hub::ports::position> to_commit();

    // True while the handler works on records that were handed out.
    [[nodiscard]] bool in_hand() const;
    [[nodiscard]] bool closed() const;
    [[nodiscard]] bool lost() const;
    [[nodiscard]] std::size_t records() const;
    [[nodiscard]] std::size_t bytes() const;
    static constexpr std::int64_t unknown_time = -1;
    // Where each partition of ours is, and the newest end that was seen.
    struct progress {
        std::int64_t next = 0;
        std::int64_t end = 0;
        // The kept position that it began at.
        std::int64_t begun = 0;
        // The newest time of all records before the end; unknown where it began in the middle.
        std::int64_t newest_ms = unknown_time;
    };
    [[nodiscard]] std::map<place, progress> progresses() const;

    // Rings when next() may have something to do.
    [[nodiscard]] hub::runtime::bell& changed() noexcept { return changed_; }

private:
    mutable std::mutex mutex_;
    std::deque<hub::ports::delivered> ready_;
    std::size_t ready_bytes_ = 0;
    std::optional<places> asked_;
    std::optional<std::vector<hub::ports::position>> answered_;
    std::map<place, progress> progress_;
    std::map<place, std::int64_t> uncommitted_;
    bool given_ = false;
    bool in_hand_ = false;
    bool lost_ = false;
    bool find_again_ = false;
    bool closed_ = false;
    hub::runtime::bell changed_;
};

}  // namespace adapters::kafka
