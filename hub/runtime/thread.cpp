#include "hub/runtime/thread.hpp"

#include <boost/asio/packaged_task.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <future>
#include <pthread.h>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace hub::runtime {
namespace asio = boost::asio;

namespace {

constexpr std::size_t longest_name = 15;
// About a third of the share of a thread that goes first.
constexpr int nicer = 5;
constexpr int nicest = 19;

thread_local bool stands_back = false;

// A thread inherits the niceness of the one that starts it, and may not take it back: who stands
// back has this one, which never does, start what goes first.
class starter {
public:
    static starter& get() {
        static starter one;
        return one;
    }

    std::thread start(std::function<void()> run) {
        std::packaged_task<std::thread()> starting{[&run] { return std::thread{std::move(run)}; }};
        return asio::post(thread_, std::move(starting)).get();
    }

private:
    starter() {
        asio::post(thread_, [] { pthread_setname_np(pthread_self(), "starter"); });
    }

    asio::thread_pool thread_{1};
};

}  // namespace

std::thread start_thread(std::string_view name, precedence whose, std::function<void()> run) {
    const bool later = whose == precedence::afterwards;
    auto named = [name = std::string{name.substr(0, longest_name)}, later, run = std::move(run)] {
        pthread_setname_np(pthread_self(), name.c_str());
        if (later) {
            stand_back();
        }
        run();
    };
    if (later) {
        // Begins before anybody stands back.
        starter::get();
        return std::thread{std::move(named)};
    }
    return stands_back ? starter::get().start(std::move(named)) : std::thread{std::move(named)};
}

// Linux keeps the value per thread: zero is the one that calls, the process's number the main one.
void stand_back() noexcept {
    const int own = getpriority(PRIO_PROCESS, static_cast<id_t>(getpid()));
    static_cast<void>(setpriority(PRIO_PROCESS, 0, std::min(own + nicer, nicest)));
    stands_back = true;
}

}  // namespace hub::runtime
