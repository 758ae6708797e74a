// Keeps a lane for every organisation that has a webhook.
#pragma once

#include "hub/delivery/push_lane.hpp"
#include "hub/runtime/bell.hpp"
#include "hub/runtime/task_group.hpp"

#include <map>
#include <memory>
#include <vector>

namespace hub::delivery {

// Used from one loop; everything given outlives it.
class pusher {
public:
    pusher(
        push_ports ports,
        postvak_service& postvakken,
        push_options options,
        runtime::task_group& tasks
    );

    // Where is pushed to from now on. What goes where it went before goes on undisturbed.
    void replace(std::vector<push_destination> destinations);

    // What is in hand is finished, and nothing is begun any more.
    void close();

private:
    struct lane_at_work {
        std::shared_ptr<push_lane> lane;
        std::shared_ptr<runtime::bell> bell;
    };

    static void end(const std::map<model::oin, lane_at_work>& lanes);

    push_ports ports_;
    postvak_service& postvakken_;
    push_options options_;
    runtime::task_group& tasks_;
    std::map<model::oin, lane_at_work> lanes_;
    bool closed_ = false;
};

}  // namespace hub::delivery
