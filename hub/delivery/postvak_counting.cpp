#include "hub/delivery/postvak_counting.hpp"

#include "hub/delivery/postvak_item.hpp"

#include <algorithm>

namespace hub::delivery {

void count_item(const ports::book_record& record, model::timestamp now, postvak_counts& into) {
    pmm::v1::PostvakItem item;
    if (!item.ParseFromString(record.body)) {
        return;
    }
    ++(is_free(item, now) ? into.waiting : into.claimed);
    const auto arrived = model::from_microseconds(item.arrived_at_us());
    into.oldest = into.oldest == model::timestamp{} ? arrived : std::min(into.oldest, arrived);
}

}  // namespace hub::delivery
