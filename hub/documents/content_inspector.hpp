// Says by its bytes what kind of document it is, while they pass.
#pragma once

#include "hub/documents/content_kind.hpp"
#include "hub/model/rejection.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hub::documents {

// Pure; holds a few hundred bytes. It recognises, and does not search for malware: whoever opens a
// document does that.
class content_inspector {
public:
    // Pieces in order.
    void feed(std::string_view bytes);

    // Codes bijlage_leeg, bijlagesoort_niet_toegestaan, bijlage_met_macros.
    [[nodiscard]] model::decision<content_kind> finish() const;

private:
    void search(std::string_view bytes);
    void validate(std::string_view bytes) noexcept;
    [[nodiscard]] bool is_word_document() const noexcept;

    // The first bytes, by which every kind but text is known.
    std::string head_;
    // The last bytes, in which something that is searched for may begin.
    std::string tail_;
    bool has_word_part_ = false;
    bool has_macros_ = false;
    // Of UTF-8: how many bytes of a character are still to come, and what it is so far.
    unsigned expected_ = 0;
    std::uint32_t character_ = 0;
    std::uint32_t smallest_ = 0;
    bool is_text_ = true;
    bool is_empty_ = true;
};

}  // namespace hub::documents
