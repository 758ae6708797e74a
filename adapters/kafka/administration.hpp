// Looks at a cluster with the eyes of its administrator and brings it to what is stated. Everything
// here blocks; failures are told as std::runtime_error in words for operators.
#pragma once

#include "adapters/kafka/preparation.hpp"
#include "adapters/kafka/settings.hpp"
#include "adapters/kafka/topics.hpp"
#include "hub/model/environment.hpp"
#include "hub/ports/broker.hpp"

#include <functional>
#include <string>

namespace adapters::kafka {

class administration {
public:
    // A principal that may make topics and rights.
    explicit administration(connection to);

    [[nodiscard]] found_cluster look(const topic_table& stated);

    // Does all of it, and returns when every broker knows; there must be no obstacles.
    void perform(
        const preparation& what,
        const topic_table& stated,
        hub::model::environment environment
    );

    // Forgets what lies before an offset; and a whole topic. For tests and for operators' hands.
    void forget_before(const topic_table& stated, const hub::ports::position& first);
    void remove_topic(const std::string& name);

private:
    using expectation = std::function<bool(const found_cluster&)>;

    void look_at_topics(const topic_table& stated, found_cluster& into);
    void look_at_settings(found_cluster& into);
    void look_at_rights(found_cluster& into);
    void make_topics(const std::vector<wanted_topic>& all);
    void change_topics(const std::vector<wanted_topic>& all);
    void grant(const std::vector<right>& all);
    void revoke(const std::vector<right>& all);
    void await_everywhere(const topic_table& stated, const expectation& is_so);
    [[nodiscard]] native::event answer(rd_kafka_event_type_t kind);

    connection to_;
    native::client client_;
    native::queue queue_;
};

}  // namespace adapters::kafka
