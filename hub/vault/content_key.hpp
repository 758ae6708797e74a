// A content key in memory: of a casus, a register entry, or a message that has no casus.
#pragma once

#include "hub/model/uuid.hpp"
#include "hub/ports/key_provider.hpp"

namespace hub::vault {

// Wiped when it goes. Only the vault looks inside.
class content_key {
public:
    // A key of nothing; Asio wants results that can be made empty.
    content_key() = default;
    content_key(model::key_id id, const ports::secret_key& key) noexcept : id_{id}, key_{key} {}
    content_key(const content_key&) = default;
    content_key& operator=(const content_key&) = default;
    ~content_key();

    [[nodiscard]] const model::key_id& id() const noexcept { return id_; }

private:
    friend class vault;
    model::key_id id_;
    ports::secret_key key_{};
};

}  // namespace hub::vault
