#include "tests/bench/posting.hpp"

#include "tests/bench/receipts.hpp"

#include <algorithm>

namespace tests::bench {

posting_job::posting_job(const aanmelding_template& message, posting_range range, std::size_t slots)
    : message_{message}, range_{range}, slots_(slots, {message.request(), 0}) {
    result_.accepted.reserve(range.count);
    result_.latencies_us.reserve(range.count);
}

std::string_view posting_job::next(std::size_t slot) {
    if (sent_ == range_.count) {
        return {};
    }
    auto& pending = slots_[slot];
    pending.number = range_.first + sent_++;
    message_.put_number(pending.request, pending.number);
    return pending.request;
}

void posting_job::answered(std::size_t slot, const http_message& answer, std::uint32_t micros) {
    const auto status = answer.status();
    if (status != 201) {
        ++result_.refused[status];
        return;
    }
    const auto id = look_at_receipt(answer.body);
    if (!id) {
        ++result_.without_receipt;
        return;
    }
    const auto number = slots_[slot].number;
    auto& message = result_.accepted.emplace_back();
    message.number = number;
    std::copy(id->begin(), id->end(), message.inzending.begin());
    result_.latencies_us.push_back(micros);
    if (number % range_.sample_every == 0) {
        result_.samples.push_back({number, std::string{answer.body}});
    }
}

void posting_job::broken(std::size_t) {
    ++result_.unknown;
}

}  // namespace tests::bench
