#include "adapters/embedded/ledger/casus_sequences.hpp"

#include <algorithm>
#include <charconv>

namespace adapters::embedded::ledger {

std::string write_destinations(
    std::span<const hub::model::destination> destinations,
    std::span<const std::uint64_t> numbers
) {
    std::string text;
    for (std::size_t at = 0; at < destinations.size(); ++at) {
        if (at > 0) {
            text.push_back(' ');
        }
        text.append(destinations[at].name());
        text.push_back(':');
        text.append(std::to_string(numbers[at]));
    }
    return text;
}

numbered_destinations read_destinations(std::string_view text) {
    numbered_destinations all;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        const auto colon = word.rfind(':');
        const auto target = hub::model::destination::parse(word.substr(0, colon));
        if (colon == std::string_view::npos || !target) {
            continue;
        }
        std::uint64_t number = 0;
        std::from_chars(word.data() + colon + 1, word.data() + word.size(), number);
        all.destinations.push_back(*target);
        all.numbers.push_back(number);
    }
    return all;
}

std::uint64_t& casus_sequences::entry::of(const hub::model::destination& destination) {
    for (auto& [known, number] : last) {
        if (known == destination) {
            return number;
        }
    }
    return last.emplace_back(destination, 0).second;
}

std::vector<std::uint64_t> casus_sequences::next(
    const std::optional<hub::model::casus_id>& casus,
    std::span<const hub::model::destination> destinations
) {
    std::vector<std::uint64_t> numbers(destinations.size(), 0);
    if (!casus || destinations.empty()) {
        return numbers;
    }
    auto& known = load(*casus);
    for (std::size_t at = 0; at < destinations.size(); ++at) {
        numbers[at] = ++known.of(destinations[at]);
    }
    return numbers;
}

void casus_sequences::opened(const hub::model::casus_id& casus) {
    if (!entries_.contains(casus)) {
        add(casus);
    }
}

void casus_sequences::forget_all() {
    entries_.clear();
    order_.clear();
}

casus_sequences::entry& casus_sequences::add(const hub::model::casus_id& casus) {
    if (entries_.size() >= remembered_ && !order_.empty()) {
        entries_.erase(order_.back().casus);
        order_.pop_back();
    }
    order_.push_front(entry{casus, {}});
    entries_.emplace(casus, order_.begin());
    return order_.front();
}

casus_sequences::entry& casus_sequences::load(const hub::model::casus_id& casus) {
    const auto found = entries_.find(casus);
    if (found != entries_.end()) {
        order_.splice(order_.begin(), order_, found->second);
        return order_.front();
    }
    auto& fresh = add(casus);
    rows_(casus, [&fresh](std::string_view text) {
        const auto row = read_destinations(text);
        for (std::size_t at = 0; at < row.numbers.size(); ++at) {
            auto& number = fresh.of(row.destinations[at]);
            number = std::max(number, row.numbers[at]);
        }
    });
    return fresh;
}

}  // namespace adapters::embedded::ledger
