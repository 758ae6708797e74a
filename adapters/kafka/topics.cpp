#include "adapters/kafka/topics.hpp"

#include <algorithm>

namespace adapters::kafka {

const topic* topic_table::find(hub::model::stream stream) const noexcept {
    const auto found = std::find_if(topics.begin(), topics.end(), [stream](const topic& one) {
        return one.stream == stream;
    });
    return found == topics.end() ? nullptr : &*found;
}

const topic* topic_table::find(std::string_view name) const noexcept {
    const auto found = std::find_if(topics.begin(), topics.end(), [name](const topic& one) {
        return one.name == name;
    });
    return found == topics.end() ? nullptr : &*found;
}

bool may_write(const topic& what, std::string_view principal) noexcept {
    return std::find(what.writers.begin(), what.writers.end(), principal) != what.writers.end();
}

bool may_read(const topic& what, std::string_view principal) noexcept {
    return std::find(what.readers.begin(), what.readers.end(), principal) != what.readers.end();
}

}  // namespace adapters::kafka
