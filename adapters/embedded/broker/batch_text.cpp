#include "adapters/embedded/broker/batch_text.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace adapters::embedded::broker {
namespace {

using hub::ports::delivered;

static_assert(std::endian::native == std::endian::little, "numbers rest in little-endian order");

constexpr std::uint8_t format_version = 1;

template <class T>
void append_number(std::string& target, T value) {
    static_assert(std::is_integral_v<T>);
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    target.append(bytes, sizeof bytes);
}

void append_text(std::string& target, std::string_view text) {
    append_number(target, static_cast<std::uint32_t>(text.size()));
    target.append(text);
}

std::size_t encoded_size(const delivered& one) {
    constexpr std::size_t numbers = 4 + 8 + 4 + 4 + 4;
    auto size = numbers + one.record->key.size() + one.record->value.size();
    for (const auto& [name, value] : one.record->headers) {
        size += 8 + name.size() + value.size();
    }
    return size;
}

// Takes values off the front; once something does not fit, everything is empty and failed is true.
class reader {
public:
    explicit reader(std::string_view bytes) noexcept : rest_{bytes} {}

    template <class T>
    T number() {
        T value{};
        if (rest_.size() < sizeof value) {
            fail();
            return value;
        }
        std::memcpy(&value, rest_.data(), sizeof value);
        rest_.remove_prefix(sizeof value);
        return value;
    }

    std::string text() {
        const auto size = number<std::uint32_t>();
        if (rest_.size() < size) {
            fail();
            return {};
        }
        std::string value{rest_.substr(0, size)};
        rest_.remove_prefix(size);
        return value;
    }

    [[nodiscard]] bool failed() const noexcept { return failed_; }
    [[nodiscard]] bool done() const noexcept { return !failed_ && rest_.empty(); }

private:
    void fail() noexcept {
        failed_ = true;
        rest_ = {};
    }

    std::string_view rest_;
    bool failed_ = false;
};

delivered read_record(reader& from, hub::model::stream stream) {
    hub::ports::position position;
    position.stream = stream;
    position.partition = from.number<std::int32_t>();
    position.offset = from.number<std::int64_t>();
    hub::ports::record record;
    record.stream = stream;
    record.key = from.text();
    record.value = from.text();
    const auto headers = from.number<std::uint32_t>();
    for (std::uint32_t header = 0; header < headers && !from.failed(); ++header) {
        auto name = from.text();
        record.headers.emplace_back(std::move(name), from.text());
    }
    return {std::move(record), position};
}

}  // namespace

std::string encode_batch(const std::vector<delivered>& records) {
    std::size_t size = sizeof format_version;
    for (const auto& one : records) {
        size += encoded_size(one);
    }
    std::string bytes;
    bytes.reserve(size);
    append_number(bytes, format_version);
    for (const auto& one : records) {
        append_number(bytes, one.position.partition);
        append_number(bytes, one.position.offset);
        append_text(bytes, one.record->key);
        append_text(bytes, one.record->value);
        append_number(bytes, static_cast<std::uint32_t>(one.record->headers.size()));
        for (const auto& [name, value] : one.record->headers) {
            append_text(bytes, name);
            append_text(bytes, value);
        }
    }
    return bytes;
}

std::optional<std::vector<delivered>>
decode_batch(hub::model::stream stream, std::string_view bytes) {
    reader from{bytes};
    if (from.number<std::uint8_t>() != format_version) {
        return std::nullopt;
    }
    std::vector<delivered> records;
    while (!from.done()) {
        auto one = read_record(from, stream);
        if (from.failed()) {
            return std::nullopt;
        }
        records.push_back(std::move(one));
    }
    return records;
}

}  // namespace adapters::embedded::broker
