// Judges from how the cluster's logs stand, seen now and then, whether a reader's positions still
// are of these logs and whether its client still brings what stands in them.
#pragma once

#include "adapters/kafka/reading.hpp"
#include "hub/model/words.hpp"
#include "hub/ports/broker.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace adapters::kafka {

// One look at the logs of a reader's streams.
struct log_sight {
    // Streams whose topic is not there.
    std::set<hub::model::stream> missing;
    // Of every partition of the other streams: the offset behind its newest record.
    std::vector<hub::ports::position> ends;
    // Whose log holds, before where reading was, something newer than all that was read.
    std::set<reading::place> others;
};

// Believes nothing that it saw only once: brokers may disagree for a moment.
class log_judge {
public:
    enum class verdict {
        fine,
        // Records stand there that the client does not bring: it is to be made anew. librdkafka
        // 2.0.2 may stay silent, without an error, after a topic was deleted and made again.
        silent,
        // A log is another one than the one that the reader's position is of.
        lost,
    };
    enum class supply { flows, held_back };

    // `before` is what the client had brought when the look began.
    [[nodiscard]] verdict judge(
        const log_sight& seen,
        const std::map<reading::place, reading::progress>& before,
        supply now
    );

    // Where reading was at the last look, with the newest time of all that was read before it: what
    // the next look compares the logs with, whatever was read of them since.
    [[nodiscard]] std::vector<hub::ports::position> read() const;
    // Found to be another log before the reading began.
    void found_others(const std::vector<hub::ports::position>& where);

    // Whether its log is, or may be, another one; holds until it was put right.
    [[nodiscard]] bool is_remade(const reading::place& where) const;
    // An operator's word moved the positions.
    void put_right();
    // The client is another one; what is known of the logs stays.
    void begin_anew();

private:
    static constexpr std::int64_t unknown = -1;

    struct known_log {
        std::int64_t end = 0;
        // The reader's position in it.
        std::int64_t next = unknown;
        // Looks in a row that saw it end before where it once ended.
        int shorter = 0;
        // How far the reader was at the last look, and looks in a row at which records waited.
        std::int64_t given = unknown;
        int waiting = 0;
    };
    void remember_read(const std::map<reading::place, reading::progress>& before);
    void remember_missing(const log_sight& seen);
    void compare(const reading::place& where, std::int64_t end, known_log& known);
    void mark(const reading::place& where, known_log& known);
    [[nodiscard]] bool is_lost(const reading::place& where, const reading::progress& ours);

    std::map<reading::place, known_log> known_;
    std::map<reading::place, hub::ports::position> read_;
    std::map<hub::model::stream, int> missing_;
    // Streams whose topic was away.
    std::set<hub::model::stream> gone_;
    std::set<reading::place> remade_;
    // Remade while the reader's position was not known.
    std::set<reading::place> suspect_;
};

}  // namespace adapters::kafka
