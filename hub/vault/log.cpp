#include "hub/vault/log.hpp"

#include "hub/vault/head.hpp"

#include <algorithm>

namespace hub::vault {

ports::result<sealed_commit> seal_commit(
    const log_identity& log,
    const log_state& before,
    std::span<const std::string> leaves,
    model::timestamp now,
    const ports::signer& signer
) {
    auto tree = build_tree(leaves);
    const head_fields fields{
        .log = log,
        .incarnation = before.incarnation,
        .number = before.number + 1,
        .tree_size = before.tree_size + leaves.size(),
        .leaves = static_cast<std::uint32_t>(leaves.size()),
        .previous = before.previous,
        .root = tree.root,
        .time = std::max(now, before.time),
    };
    auto head = sign_head(fields, signer);
    if (!head) {
        return head.error();
    }
    const log_state next{
        .incarnation = fields.incarnation,
        .number = fields.number,
        .tree_size = fields.tree_size,
        .previous = hash_of_head(*head),
        .time = fields.time,
    };
    return sealed_commit{std::move(*head), std::move(tree.places), next};
}

log_state next_incarnation(const log_state& restored) {
    auto next = restored;
    ++next.incarnation;
    return next;
}

ports::audit_act break_record(const log_state& restored) {
    return {
        .kind = std::string{break_kind},
        .actor = "hub",
        .message = std::nullopt,
        .casus = std::nullopt,
        .facts =
            {
                {"vorigeIncarnatie", std::to_string(restored.incarnation)},
                {"laatsteReeks", std::to_string(restored.number)},
                {"omvang", std::to_string(restored.tree_size)},
            },
    };
}

}  // namespace hub::vault
