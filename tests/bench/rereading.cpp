#include "tests/bench/rereading.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <simdjson.h>
#include <stdexcept>
#include <unordered_map>
#include <vector>

namespace tests::bench {
namespace {

constexpr auto moment = std::chrono::milliseconds{50};

// No event tells across processes that something was done: asks again after a moment.
void wait_a_moment() {
    poll(nullptr, 0, static_cast<int>(moment.count()));
}

std::string get(std::string_view path) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
}

class state_job final : public exchange_job {
public:
    state_job(const aanmelding_template& message, std::vector<accepted_message> asked, stage until)
        : message_{message}, asked_{std::move(asked)}, until_{until} {}

    std::string_view next(std::size_t slot) override {
        if (next_ == asked_.size()) {
            return {};
        }
        auto& pending = slots_[slot];
        pending.which = next_++;
        pending.request = get(fmt::format("/v1/inzendingen/{}", asked_[pending.which].id()));
        return pending.request;
    }

    void answered(std::size_t slot, const http_message& answer, std::uint32_t) override {
        const auto& asked = asked_[slots_[slot].which];
        const auto own = fmt::format("\"id\":\"{}\"", message_.id_of(asked.number));
        if (answer.status() != 200 || answer.body.find(own) == std::string_view::npos) {
            ++counts_.lost;
        } else if (stage_of(answer.body) >= until_) {
            ++counts_.reached;
        } else {
            unfinished_.push_back(asked);
        }
    }

    void broken(std::size_t slot) override { unfinished_.push_back(asked_[slots_[slot].which]); }

    [[nodiscard]] const state_counts& counts() const noexcept { return counts_; }
    [[nodiscard]] std::vector<accepted_message>& unfinished() noexcept { return unfinished_; }

private:
    struct in_flight {
        std::string request;
        std::size_t which = 0;
    };

    stage stage_of(std::string_view body) {
        const simdjson::padded_string text{body};
        std::string_view state;
        if (parser_.parse(text)["toestand"].get(state) != simdjson::SUCCESS) {
            return stage::accepted;
        }
        return state == "verwerkt"    ? stage::processed
               : state == "doorgezet" ? stage::published
                                      : stage::accepted;
    }

    const aanmelding_template& message_;
    const std::vector<accepted_message> asked_;
    const stage until_;
    std::size_t next_ = 0;
    std::unordered_map<std::size_t, in_flight> slots_;
    simdjson::dom::parser parser_;
    std::vector<accepted_message> unfinished_;
    state_counts counts_;
};

class single_request final : public exchange_job {
public:
    explicit single_request(std::string request) : request_{std::move(request)} {}

    std::string_view next(std::size_t) override {
        return std::exchange(asked_, true) ? std::string_view{} : request_;
    }
    void answered(std::size_t, const http_message& answer, std::uint32_t) override {
        status_ = answer.status();
        body_ = answer.body;
    }
    void broken(std::size_t) override {}

    [[nodiscard]] int status() const noexcept { return status_; }
    [[nodiscard]] std::string& body() noexcept { return body_; }

private:
    const std::string request_;
    bool asked_ = false;
    int status_ = 0;
    std::string body_;
};

// Counts statuses per accepted message.
class postvak_reader {
public:
    postvak_reader(std::string sender_oin, std::span<const accepted_message> accepted)
        : path_{fmt::format("/v1/postvakken/{}/berichten?maximum=100", sender_oin)} {
        for (const auto& message : accepted) {
            statuses_.emplace(message.id(), 0);
        }
    }

    // From where it was until nothing more is there.
    void read_on(exchange& connections) {
        while (true) {
            const simdjson::padded_string text{
                fetch(connections, fmt::format("{}&na={}", path_, after_))};
            const simdjson::dom::element page = parser_.parse(text);
            const simdjson::dom::array items = page["berichten"];
            for (const auto item : items) {
                count(item);
            }
            if (items.size() == 0) {
                return;
            }
        }
    }

    [[nodiscard]] postvak_counts counts() const {
        postvak_counts result;
        for (const auto& [id, number] : statuses_) {
            result.once += number == 1 ? 1U : 0U;
            result.missing += number == 0 ? 1U : 0U;
            result.doubled += number > 1 ? 1U : 0U;
        }
        return result;
    }

private:
    void count(const simdjson::dom::element& item) {
        after_ = item["volgnummer"];
        std::string_view about;
        std::string_view state;
        if (std::string_view{item["soort"]} != "statusbericht" ||
            item["inhoud"]["inzending"].get(about) != simdjson::SUCCESS ||
            item["inhoud"]["toestand"].get(state) != simdjson::SUCCESS || state != "verwerkt") {
            return;
        }
        if (const auto found = statuses_.find(about); found != statuses_.end()) {
            ++found->second;
        }
    }

    const std::string path_;
    std::uint64_t after_ = 0;
    simdjson::dom::parser parser_;
    // The ids belong to the accepted messages, which outlive this.
    std::unordered_map<std::string_view, std::uint32_t> statuses_;
};

}  // namespace

std::string fetch(exchange& connections, const std::string& path) {
    single_request job{get(path)};
    std::ignore = connections.run(job, {});
    if (job.status() != 200) {
        throw std::runtime_error{fmt::format("{} is answered with {}", path, job.status())};
    }
    return std::move(job.body());
}

state_counts reread_states(
    exchange& connections,
    const aanmelding_template& message,
    std::span<const accepted_message> accepted,
    const reread_options& options
) {
    std::vector<accepted_message> asked;
    for (std::size_t i = 0; i < accepted.size(); i += options.every) {
        asked.push_back(accepted[i]);
    }
    state_counts total{.asked = asked.size()};
    const auto until = steady::now() + options.patience;
    while (true) {
        state_job job{message, std::move(asked), options.until};
        std::ignore = connections.run(job, {});
        total.reached += job.counts().reached;
        total.lost += job.counts().lost;
        asked = std::move(job.unfinished());
        if (asked.empty() || steady::now() > until) {
            total.unfinished = total.asked - total.reached - total.lost;
            return total;
        }
        wait_a_moment();
    }
}

postvak_counts reread_postvak(
    exchange& connections,
    const std::string& sender_oin,
    std::span<const accepted_message> accepted,
    std::chrono::milliseconds patience
) {
    postvak_reader reader{sender_oin, accepted};
    const auto until = steady::now() + patience;
    std::uint64_t again = 0;
    while (true) {
        reader.read_on(connections);
        auto counts = reader.counts();
        counts.read_again = again;
        if (counts.missing == 0 || steady::now() > until) {
            return counts;
        }
        ++again;
        wait_a_moment();
    }
}

}  // namespace tests::bench
