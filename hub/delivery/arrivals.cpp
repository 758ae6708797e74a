#include "hub/delivery/arrivals.hpp"

#include <utility>
#include <vector>

namespace hub::delivery {

std::shared_ptr<runtime::bell> arrivals::bell_of(const model::oin& recipient) {
    const std::lock_guard lock{mutex_};
    std::erase_if(bells_, [&](const auto& entry) {
        return entry.second.expired() && entry.first != recipient;
    });
    auto& kept = bells_[recipient];
    auto bell = kept.lock();
    if (!bell) {
        bell = std::make_shared<runtime::bell>();
        kept = bell;
    }
    return bell;
}

void arrivals::ring(const model::oin& recipient) {
    std::shared_ptr<runtime::bell> bell;
    {
        const std::lock_guard lock{mutex_};
        const auto kept = bells_.find(recipient);
        if (kept == bells_.end()) {
            return;
        }
        bell = kept->second.lock();
    }
    if (bell) {
        bell->ring();
    }
}

void arrivals::ring_all() {
    std::vector<std::shared_ptr<runtime::bell>> all;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [recipient, kept] : bells_) {
            if (auto bell = kept.lock()) {
                all.push_back(std::move(bell));
            }
        }
    }
    for (const auto& bell : all) {
        bell->ring();
    }
}

}  // namespace hub::delivery
