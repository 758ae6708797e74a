#include "hub/delivery/pusher.hpp"

#include "tests/unit/hub/delivery/postvak_fixture.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <vector>

namespace hub::delivery {
namespace {

class no_form final : public ports::delivery_form {
public:
    ports::written_message write(const ports::leaving_message&, model::timestamp) const override {
        return {};
    }
    ports::written_message write_page(const std::vector<ports::leaving_message>&, model::timestamp)
        const override {
        return {};
    }
    std::string_view page_type() const noexcept override { return "text/plain"; }
    ports::receiver_said understand(const ports::receiver_answer& answer) const override {
        return ports::understand_status(answer.status);
    }
    bool asks_leave() const noexcept override { return false; }
};

// Nothing is pushed here.
class no_channels final : public ports::push_channels {
public:
    std::unique_ptr<ports::push_channel> open(ports::push_target) override { return nullptr; }
};

class no_watcher final : public push_watcher {
public:
    void attempted(const model::oin&, std::string_view, std::string_view) override {}
};

class pusher_test : public postvak_fixture {
protected:
    [[nodiscard]] push_destination destination() const {
        push_destination where;
        where.recipient = recipient;
        where.form = &form;
        where.target = {"ontvanger.example", 443, "/"};
        return where;
    }

    no_form form;
    no_channels channels;
    no_watcher watcher;
    postvak_work work{{book, room.vault, room.clock, rights}, identity()};
    boost::asio::io_context context;
    runtime::task_group tasks{context.get_executor()};
    pusher pushes{
        {{book, room.vault, room.clock, rights}, work, channels, watcher},
        service,
        {},
        tasks};
};

TEST_F(pusher_test, keeps_a_lane_where_it_is_pushed_to_as_before) {
    pushes.replace({destination()});
    pushes.replace({destination()});
    EXPECT_EQ(tasks.size(), 1U);
    pushes.replace({});
    context.run_for(tests::support::await_deadline);
    EXPECT_TRUE(tasks.empty());
}

// Organisations may be read anew while the hub winds up.
TEST_F(pusher_test, begins_nothing_any_more_once_it_is_closed) {
    pushes.close();
    pushes.replace({destination()});
    EXPECT_TRUE(tasks.empty());
}

}  // namespace
}  // namespace hub::delivery
