// A topic that is deleted and made again under a reader.
#include "adapters/kafka/cluster.hpp"
#include "adapters/kafka/preparation.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_broker.hpp"
#include "tests/support/kafka/mock_cluster.hpp"
#include "tests/support/kafka/real_cluster.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using hub::model::stream;
using hub::ports::errc;
using tests::support::await;

class kafka_remade_topic : public testing::Test {
protected:
    static constexpr int keys = 24;

    kafka_remade_topic() {
        auto options = room_.options();
        options.look_interval = std::chrono::milliseconds{300};
        cluster_ = adapters::kafka::create_cluster(std::move(options));
        tests::support::kafka::await_usable(*cluster_);
        begin();
    }

    void begin() {
        reader_ = cluster_->as("loket").subscribe({"loket", {stream::aanmelding}}, positions_);
    }
    // Nothing reads and nothing looks.
    void end() { reader_.reset(); }

    // So many of each key; again as long as the cluster does not know the topic everywhere.
    void publish(int each) {
        std::vector<hub::ports::shared_record> waiting;
        for (auto number = 0; number < each; ++number) {
            for (auto key = 0; key < keys; ++key) {
                waiting.emplace_back(hub::ports::record{
                    stream::aanmelding, "k" + std::to_string(key), "v", {}});
            }
        }
        for (auto attempt = 0; !waiting.empty() && attempt < 100; ++attempt) {
            const auto all = await(cluster_->as("loket").publish(waiting)).value();
            std::vector<hub::ports::shared_record> left;
            for (std::size_t at = 0; at < all.size(); ++at) {
                if (!all[at]) {
                    left.push_back(waiting[at]);
                }
            }
            waiting = std::move(left);
            if (!waiting.empty()) {
                await(tests::support::kafka::let_pass(std::chrono::milliseconds{100}));
            }
        }
        ASSERT_TRUE(waiting.empty());
    }

    void read(int each) {
        for (auto left = each * keys; left > 0;) {
            const auto some = await(reader_->next(1'000)).value();
            positions_.advance(some);
            left -= static_cast<int>(some.size());
        }
    }

    // What is read until it says that its position is lost.
    void expect_lost() {
        for (;;) {
            const auto some = await(reader_->next(1'000));
            if (!some) {
                ASSERT_EQ(some.error(), hub::ports::make_error_code(errc::position_lost));
                return;
            }
            positions_.advance(*some);
        }
    }

    void expect_all_again_after_an_operators_word(int each) {
        const auto moved = await(reader_->resume());
        ASSERT_TRUE(moved);
        EXPECT_FALSE(moved->empty());
        read(each);
    }

    void remove() { room_.administrator().remove_topic(name()); }

    void make() {
        auto what = adapters::kafka::prepare(
            room_.topics(),
            hub::model::environment::ontwikkel,
            room_.administrator().look(room_.topics())
        );
        what.revoke.clear();
        room_.administrator().perform(what, room_.topics(), hub::model::environment::ontwikkel);
    }

    [[nodiscard]] std::string name() const { return room_.topics().find(stream::aanmelding)->name; }
    [[nodiscard]] adapters::kafka::kafka_cluster& cluster() { return *cluster_; }

private:
    tests::support::kafka::real_cluster room_{PMM_KAFKA_TEST_HOME};
    std::unique_ptr<adapters::kafka::kafka_cluster> cluster_;
    tests::support::fake_positions positions_;
    std::unique_ptr<hub::ports::subscriber> reader_;
};

TEST_F(kafka_remade_topic, at_once_and_empty_is_a_lost_position) {
    publish(5);
    read(5);
    remove();
    make();
    expect_lost();
    publish(2);
    expect_all_again_after_an_operators_word(2);
}

TEST_F(kafka_remade_topic, with_less_than_was_read_is_a_lost_position) {
    publish(5);
    read(5);
    remove();
    make();
    publish(2);
    expect_lost();
    expect_all_again_after_an_operators_word(2);
}

TEST_F(kafka_remade_topic, with_more_than_was_read_is_a_lost_position_when_it_was_seen_to_be_away) {
    publish(2);
    read(2);
    remove();
    tests::support::kafka::await_words(cluster(), name() + " bestaat niet");
    await(tests::support::kafka::let_pass(std::chrono::milliseconds{2'000}));
    make();
    publish(6);
    expect_lost();
    expect_all_again_after_an_operators_word(6);
}

TEST_F(kafka_remade_topic, with_more_than_was_read_while_nobody_read_is_a_lost_position) {
    publish(2);
    read(2);
    end();
    remove();
    make();
    publish(6);
    begin();
    expect_lost();
    expect_all_again_after_an_operators_word(6);
}

TEST_F(kafka_remade_topic, with_as_much_as_was_read_while_nobody_read_is_a_lost_position) {
    publish(2);
    read(2);
    end();
    remove();
    make();
    publish(2);
    begin();
    expect_lost();
    expect_all_again_after_an_operators_word(2);
}

TEST_F(kafka_remade_topic, that_was_not_remade_is_no_lost_position_after_a_new_start) {
    publish(3);
    read(3);
    end();
    publish(2);
    begin();
    read(2);
    end();
    begin();
    publish(1);
    read(1);
}

TEST_F(kafka_remade_topic, loses_nothing_for_who_read_nothing_of_it) {
    remove();
    tests::support::kafka::await_words(cluster(), name() + " bestaat niet");
    make();
    publish(3);
    read(3);
}

}  // namespace
