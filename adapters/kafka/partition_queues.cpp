#include "adapters/kafka/partition_queues.hpp"

#include <utility>

namespace adapters::kafka {

std::size_t size_of(const hub::ports::record& one) {
    auto size = one.key.size() + one.value.size();
    for (const auto& [name, value] : one.headers) {
        size += name.size() + value.size();
    }
    return size;
}

partition_queues::partition_queues(const topic_table& topics, limits most) : most_{most} {
    for (const auto& one : topics.topics) {
        queues_[static_cast<std::size_t>(one.stream)].resize(
            static_cast<std::size_t>(one.partitions)
        );
    }
}

partition_queues::queue& partition_queues::of(const flight_record& one) {
    return queues_[static_cast<std::size_t>(one.stream)][static_cast<std::size_t>(one.partition)];
}

bool partition_queues::add(waiting_record one) {
    const auto size = size_of(*one.record);
    if (records_ >= most_.records || bytes_ + size > most_.bytes) {
        return false;
    }
    ++records_;
    bytes_ += size;
    of(*one.flight).waiting.push_back(std::move(one));
    return true;
}

waiting_record partition_queues::next(queue& from) {
    auto one = std::move(from.waiting.front());
    from.waiting.pop_front();
    --records_;
    bytes_ -= size_of(*one.record);
    return one;
}

std::vector<waiting_record> partition_queues::take(const flight_record& of_partition) {
    std::vector<waiting_record> request;
    auto& from = of(of_partition);
    if (from.in_flight > 0) {
        return request;
    }
    std::size_t bytes = 0;
    while (!from.waiting.empty()) {
        bytes += size_of(*from.waiting.front().record);
        if (bytes > most_.request_bytes && !request.empty()) {
            break;
        }
        request.push_back(next(from));
    }
    from.in_flight = request.size();
    return request;
}

void partition_queues::ended(const flight_record& one) {
    --of(one).in_flight;
}

std::vector<waiting_record> partition_queues::give_up(const flight_record& of_partition) {
    std::vector<waiting_record> given_up;
    auto& from = of(of_partition);
    while (!from.waiting.empty()) {
        given_up.push_back(next(from));
    }
    return given_up;
}

std::vector<waiting_record> partition_queues::give_up_all() {
    std::vector<waiting_record> given_up;
    for (auto& partitions : queues_) {
        for (auto& from : partitions) {
            while (!from.waiting.empty()) {
                given_up.push_back(next(from));
            }
        }
    }
    return given_up;
}

void partition_queues::forget_flights() {
    for (auto& partitions : queues_) {
        for (auto& one : partitions) {
            one.in_flight = 0;
        }
    }
}

}  // namespace adapters::kafka
