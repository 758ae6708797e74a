// Opens content that a record keeps sealed as it came.
#pragma once

#include "hub/ports/decoder.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/vault.hpp"
#include "schemas/pmm/v1/book.pb.h"
#include "schemas/pmm/v1/content.pb.h"

#include <vector>

namespace hub::instruments::consumer {

// errc::erased, errc::not_found, errc::not_authentic, or what passes by itself. The vault outlives
// the call.
[[nodiscard]] ports::async_result<pmm::v1::CanonicalMessage>
open_kept(vault::vault& vault, pmm::v1::SealedMessage kept);

struct kept_content {
    pmm::v1::CanonicalMessage message;
    // What it refers to, or what came within it.
    std::vector<ports::attachment> attachments;
};

// Many, in their order, with one look for all their keys; what passes by itself fails them all.
[[nodiscard]] ports::async_result<std::vector<ports::result<kept_content>>>
open_all_kept(vault::vault& vault, std::vector<pmm::v1::SealedMessage> kept);

}  // namespace hub::instruments::consumer
