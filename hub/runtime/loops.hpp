// The event loops: one io_context per core, each run by one thread of its own.
#pragma once

#include "hub/runtime/thread.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace hub::runtime {

struct loops_options {
    // Of the threads, with their number behind it; at most 12 characters.
    std::string name = "lus";
    precedence thread = precedence::first;
    // Zero: as many as the machine has cores.
    std::size_t count = 0;
};

// Objects of a loop are touched on its thread only; others post to its executor.
class loops {
public:
    explicit loops(loops_options options = {});
    loops(const loops&) = delete;
    loops& operator=(const loops&) = delete;
    // Releases and joins.
    ~loops();

    [[nodiscard]] std::size_t size() const noexcept;
    // index < size()
    [[nodiscard]] boost::asio::any_io_executor executor(std::size_t index) const;

    // Starts the threads; once.
    void start();
    // Lets each loop end when it runs out of work. Loops are never stopped with work in hand.
    void release();
    // Returns when every loop has run out of work.
    void join();

private:
    struct implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace hub::runtime
