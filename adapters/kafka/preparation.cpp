#include "adapters/kafka/preparation.hpp"

#include <algorithm>
#include <utility>

namespace adapters::kafka {
namespace {

constexpr std::string_view largest_batch_bytes = "2097152";

std::string milliseconds_of(const topic& one) {
    if (!one.retention) {
        return "-1";
    }
    return std::to_string(std::chrono::milliseconds{*one.retention}.count());
}

wanted_topic wanted(const topic& one, std::int32_t replication, std::int32_t min_insync) {
    return {
        one.name,
        one.partitions,
        replication,
        {{"cleanup.policy", one.old_records == cleanup::compact ? "compact" : "delete"},
         {"max.message.bytes", std::string{largest_batch_bytes}},
         {"min.insync.replicas", std::to_string(min_insync)},
         {"retention.ms", milliseconds_of(one)}}};
}

topic marker_of(const topic_table& stated) {
    topic marker;
    marker.name = stated.marker();
    marker.partitions = 1;
    marker.old_records = cleanup::compact;
    return marker;
}

const found_topic* find(const found_cluster& in, const std::string& name) {
    const auto found = std::find_if(in.topics.begin(), in.topics.end(), [&name](const auto& one) {
        return one.name == name;
    });
    return found == in.topics.end() ? nullptr : &*found;
}

std::string user(const std::string& role) {
    return "User:CN=" + role;
}

// Whether a right has anything to do with this environment.
bool concerns(const right& one, const std::string& prefix) {
    return one.name == "*" || one.name.starts_with(prefix) ||
           (one.by_prefix && std::string_view{prefix}.starts_with(one.name));
}

class preparer {
public:
    preparer(
        const topic_table& stated,
        hub::model::environment environment,
        const found_cluster& found
    )
        : stated_{stated}, environment_{environment}, found_{found} {}

    preparation run() {
        choose_replication();
        for (const auto& one : stated_.topics) {
            compare(one);
        }
        compare(marker_of(stated_));
        compare_rights();
        compare_marker();
        return std::move(result_);
    }

private:
    // A machine for development may have one broker; production never gets fewer copies unasked.
    void choose_replication() {
        replication_ = stated_.replication;
        min_insync_ = stated_.min_insync;
        if (found_.brokers >= stated_.replication) {
            return;
        }
        const auto words = "Er zijn " + std::to_string(found_.brokers) + " brokers; " +
                           std::to_string(stated_.replication) + " kopieen zijn niet te maken";
        if (environment_ == hub::model::environment::productie) {
            result_.obstacles.push_back(words + ".");
            return;
        }
        replication_ = std::max(found_.brokers, 1);
        min_insync_ = std::max(1, std::min(min_insync_, replication_ - 1));
        result_.remarks.push_back(
            words + ": buiten productie worden het er " + std::to_string(replication_) + "."
        );
    }

    void compare(const topic& one) {
        auto want = wanted(one, replication_, min_insync_);
        const auto* there = find(found_, one.name);
        if (there == nullptr) {
            result_.make.push_back(std::move(want));
            return;
        }
        if (there->partitions != one.partitions) {
            result_.obstacles.push_back(
                "Onderwerp " + one.name + " heeft " + std::to_string(there->partitions) +
                " partities en niet " + std::to_string(one.partitions) +
                ": het aantal ligt vast; een ander vraagt een nieuwe versie."
            );
        } else if (there->settings != want.settings) {
            result_.change.push_back(std::move(want));
        }
    }

    void compare_rights() {
        const auto wanted = stated_rights(stated_);
        std::set_difference(
            wanted.begin(),
            wanted.end(),
            found_.rights.begin(),
            found_.rights.end(),
            std::back_inserter(result_.grant)
        );
        for (const auto& one : found_.rights) {
            if (concerns(one, stated_.prefix) && !wanted.contains(one)) {
                result_.revoke.push_back(one);
            }
        }
    }

    void compare_marker() {
        const auto own = hub::model::to_string(environment_);
        if (!found_.marker) {
            result_.write_marker = true;
        } else if (*found_.marker != own) {
            result_.obstacles.push_back(
                "Het merkteken zegt dat " + stated_.prefix +
                " op dit cluster van een andere omgeving is dan " + std::string{own} + "."
            );
        }
    }

    const topic_table& stated_;
    hub::model::environment environment_;
    const found_cluster& found_;
    std::int32_t replication_ = 0;
    std::int32_t min_insync_ = 0;
    preparation result_;
};

std::string settings_text(const wanted_topic& one) {
    std::string text;
    for (const auto& [name, value] : one.settings) {
        text += ", " + name + "=" + value;
    }
    return text;
}

}  // namespace

std::string to_string(const right& one) {
    std::string text = one.principal;
    switch (one.may) {
        case right::operation::read:
            text += " leest ";
            break;
        case right::operation::write:
            text += " schrijft ";
            break;
        case right::operation::other:
            text += " mag iets anders met ";
            break;
    }
    switch (one.on) {
        case right::resource::topic:
            text += "onderwerp ";
            break;
        case right::resource::group:
            text += "in groep ";
            break;
        case right::resource::other:
            text += "een ander ding ";
            break;
    }
    return text + one.name + (one.by_prefix ? "…" : "");
}

bool preparation::nothing_to_do() const noexcept {
    return make.empty() && change.empty() && grant.empty() && revoke.empty() && !write_marker &&
           obstacles.empty();
}

std::vector<std::string> preparation::lines() const {
    std::vector<std::string> all;
    for (const auto& one : make) {
        all.push_back(
            "+ onderwerp " + one.name + ": partities=" + std::to_string(one.partitions) +
            ", kopieen=" + std::to_string(one.replication) + settings_text(one)
        );
    }
    for (const auto& one : change) {
        all.push_back("~ onderwerp " + one.name + ": wordt" + settings_text(one).substr(1));
    }
    for (const auto& one : grant) {
        all.push_back("+ " + to_string(one));
    }
    for (const auto& one : revoke) {
        all.push_back("- " + to_string(one));
    }
    if (write_marker) {
        all.emplace_back("+ merkteken van de omgeving");
    }
    return all;
}

bool is_there(const preparation& done, const found_cluster& found) {
    const auto as_wanted = [&found](const wanted_topic& one) {
        const auto* there = find(found, one.name);
        return there != nullptr && there->partitions == one.partitions &&
               there->settings == one.settings;
    };
    const auto given = [&found](const right& one) { return found.rights.contains(one); };
    return std::ranges::all_of(done.make, as_wanted) &&
           std::ranges::all_of(done.change, as_wanted) && std::ranges::all_of(done.grant, given) &&
           std::ranges::none_of(done.revoke, given);
}

std::set<right> stated_rights(const topic_table& stated) {
    std::set<right> all;
    std::set<std::string> everyone;
    for (const auto& one : stated.topics) {
        for (const auto& role : one.writers) {
            all.insert(
                {right::resource::topic, one.name, false, user(role), right::operation::write}
            );
            everyone.insert(role);
        }
        for (const auto& role : one.readers) {
            all.insert({right::resource::topic, one.name, false, user(role), right::operation::read}
            );
            all.insert(
                {right::resource::group,
                 stated.group_of(role),
                 false,
                 user(role),
                 right::operation::read}
            );
            everyone.insert(role);
        }
    }
    for (const auto& role : everyone) {
        all.insert(
            {right::resource::topic, stated.marker(), false, user(role), right::operation::read}
        );
    }
    return all;
}

preparation prepare(
    const topic_table& stated,
    hub::model::environment environment,
    const found_cluster& found
) {
    return preparer{stated, environment, found}.run();
}

}  // namespace adapters::kafka
