// A subscriber that says closed where a real one would wait for ever.
#pragma once

#include "hub/ports/broker.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace tests::support {

class finite_subscriber final : public hub::ports::subscriber {
public:
    // Asked before each read.
    finite_subscriber(std::unique_ptr<hub::ports::subscriber> inner, std::function<bool()> ended)
        : inner_{std::move(inner)}, ended_{std::move(ended)} {}

    hub::ports::async_result<std::vector<hub::ports::delivered>> next(std::size_t limit) override {
        if (ended_()) {
            co_return hub::ports::errc::closed;
        }
        co_return co_await inner_->next(limit);
    }
    hub::ports::async_result<std::vector<hub::ports::position>> resume() override {
        return inner_->resume();
    }
    void confirm(const std::vector<hub::ports::position>& next_offsets) override {
        inner_->confirm(next_offsets);
    }
    void close() override { inner_->close(); }

private:
    std::unique_ptr<hub::ports::subscriber> inner_;
    std::function<bool()> ended_;
};

}  // namespace tests::support
