// Sends aanmeldingen, looks at every receipt and remembers what was accepted.
#pragma once

#include "tests/bench/aanmelding.hpp"
#include "tests/bench/exchange.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tests::bench {

struct accepted_message {
    std::uint32_t number = 0;
    // The hub's id, as text.
    std::array<char, 36> inzending{};

    [[nodiscard]] std::string_view id() const noexcept {
        return {inzending.data(), inzending.size()};
    }
};

struct sampled_answer {
    std::uint32_t number = 0;
    std::string body;
};

struct posting_result {
    std::vector<accepted_message> accepted;
    std::vector<sampled_answer> samples;
    std::vector<std::uint32_t> latencies_us;
    // Answers other than 201, by status.
    std::map<int, std::uint64_t> refused;
    // 201 without a receipt of the right form.
    std::uint64_t without_receipt = 0;
    // Connections that ended before the answer: whether it was accepted is unknown.
    std::uint64_t unknown = 0;
};

struct posting_range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    // Of so many answers one is kept for the full check.
    std::uint32_t sample_every = 1;
};

// One per thread; the template must outlive it.
class posting_job final : public exchange_job {
public:
    posting_job(const aanmelding_template& message, posting_range range, std::size_t slots);

    std::string_view next(std::size_t slot) override;
    void answered(std::size_t slot, const http_message& answer, std::uint32_t micros) override;
    void broken(std::size_t slot) override;

    [[nodiscard]] posting_result& result() noexcept { return result_; }

private:
    struct in_flight {
        std::string request;
        std::uint32_t number = 0;
    };

    const aanmelding_template& message_;
    const posting_range range_;
    std::uint32_t sent_ = 0;
    std::vector<in_flight> slots_;
    posting_result result_;
};

}  // namespace tests::bench
