#include "hub/runtime/loops.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hub::runtime {
namespace asio = boost::asio;

namespace {

struct one_loop {
    // The hint says that one thread runs it; posting from others stays safe.
    asio::io_context context{1};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> guard{
        context.get_executor()};
    std::thread thread;
};

}  // namespace

struct loops::implementation {
    loops_options options;
    std::vector<std::unique_ptr<one_loop>> all;
};

loops::loops(loops_options options)
    : implementation_{std::make_unique<implementation>(implementation{std::move(options), {}})} {
    const auto count = implementation_->options.count;
    const auto wanted =
        count != 0 ? count : std::max<std::size_t>(1, std::thread::hardware_concurrency());
    for (std::size_t index = 0; index < wanted; ++index) {
        implementation_->all.push_back(std::make_unique<one_loop>());
    }
}

loops::~loops() {
    release();
    join();
}

std::size_t loops::size() const noexcept {
    return implementation_->all.size();
}

asio::any_io_executor loops::executor(std::size_t index) const {
    return implementation_->all.at(index)->context.get_executor();
}

void loops::start() {
    const auto& options = implementation_->options;
    std::size_t index = 0;
    for (const auto& one : implementation_->all) {
        one->thread = start_thread(
            options.name + "-" + std::to_string(index++),
            options.thread,
            [&context = one->context] { context.run(); }
        );
    }
}

void loops::release() {
    for (const auto& one : implementation_->all) {
        one->guard.reset();
    }
}

void loops::join() {
    for (const auto& one : implementation_->all) {
        if (one->thread.joinable()) {
            one->thread.join();
        }
    }
}

}  // namespace hub::runtime
