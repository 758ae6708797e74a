// Telemetry that a test can look into.
#pragma once

#include "hub/ports/telemetry.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tests::support {

// Thread-safe.
class counting_telemetry final : public hub::ports::telemetry {
public:
    void accepted(hub::model::message_type) noexcept override { add(accepted_); }
    void repeated(hub::model::message_type) noexcept override { add(repeated_); }
    void refused(std::string_view code) noexcept override {
        const std::scoped_lock lock{mutex_};
        refused_.emplace_back(code);
    }
    void not_authentic(std::string_view, std::string_view) noexcept override {}
    void parked(std::string_view, std::string_view) noexcept override {}
    void committed(std::string_view, std::size_t messages, std::chrono::microseconds) noexcept
        override {
        const std::scoped_lock lock{mutex_};
        committed_ += messages;
    }
    void handshake(hub::ports::handshake_outcome outcome) noexcept override {
        const std::scoped_lock lock{mutex_};
        handshakes_.push_back(outcome);
    }
    void turned_away(std::string_view, std::uint64_t times) noexcept override {
        const std::scoped_lock lock{mutex_};
        turned_away_ += times;
    }
    void connection_opened() noexcept override { add(opened_); }
    void connection_closed() noexcept override { add(closed_); }

    [[nodiscard]] std::size_t accepted_count() const { return read(accepted_); }
    [[nodiscard]] std::size_t repeated_count() const { return read(repeated_); }
    [[nodiscard]] std::size_t committed_count() const { return read(committed_); }
    [[nodiscard]] std::size_t opened_count() const { return read(opened_); }
    [[nodiscard]] std::uint64_t turned_away_count() const {
        const std::scoped_lock lock{mutex_};
        return turned_away_;
    }
    [[nodiscard]] std::size_t closed_count() const { return read(closed_); }
    [[nodiscard]] std::vector<std::string> refused_codes() const {
        const std::scoped_lock lock{mutex_};
        return refused_;
    }
    [[nodiscard]] std::vector<hub::ports::handshake_outcome> handshakes() const {
        const std::scoped_lock lock{mutex_};
        return handshakes_;
    }

private:
    void add(std::size_t& count) {
        const std::scoped_lock lock{mutex_};
        ++count;
    }
    [[nodiscard]] std::size_t read(const std::size_t& count) const {
        const std::scoped_lock lock{mutex_};
        return count;
    }

    mutable std::mutex mutex_;
    std::size_t accepted_ = 0;
    std::size_t repeated_ = 0;
    std::size_t committed_ = 0;
    std::size_t opened_ = 0;
    std::size_t closed_ = 0;
    std::uint64_t turned_away_ = 0;
    std::vector<std::string> refused_;
    std::vector<hub::ports::handshake_outcome> handshakes_;
};

}  // namespace tests::support
