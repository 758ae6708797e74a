#include "hub/runtime/own_clock.hpp"

#include <ctime>
#include <utility>

namespace hub::runtime {
namespace {

using std::chrono::microseconds;

// Two readings are not taken at the same moment.
constexpr auto measured_within = std::chrono::milliseconds{1};

model::timestamp machine_time() {
    return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

// Unlike the steady clock this one goes on while the machine sleeps.
microseconds since_boot() {
    std::timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::seconds{time.tv_sec} +
           std::chrono::floor<microseconds>(std::chrono::nanoseconds{time.tv_nsec});
}

}  // namespace

clock_readings machine_readings() {
    return {.time_of_day = machine_time, .elapsed = since_boot};
}

own_clock::own_clock(clock_readings readings)
    : readings_{std::move(readings)},
      offset_{(readings_.time_of_day().time_since_epoch() - readings_.elapsed()).count()} {}

model::timestamp own_clock::now() const noexcept {
    return model::timestamp{readings_.elapsed() + microseconds{offset_}};
}

microseconds own_clock::compare() noexcept {
    // A thread that is put aside between two readings would see a jump where there is none.
    const auto before = readings_.elapsed();
    const auto time_of_day = readings_.time_of_day();
    if (readings_.elapsed() - before > measured_within) {
        return ahead_;
    }
    const auto difference = time_of_day.time_since_epoch() - before - microseconds{offset_};
    const auto size = difference < microseconds{0} ? -difference : difference;
    ahead_ = size > followed ? difference : microseconds{0};
    if (size > measured_within && size <= followed) {
        offset_ += difference.count();
    }
    return ahead_;
}

}  // namespace hub::runtime
