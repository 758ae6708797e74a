// Many byte strings in one blob, each behind its length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::embedded::ledger {

inline void append_frame(std::string& blob, std::string_view bytes) {
    auto size = static_cast<std::uint32_t>(bytes.size());
    for (int byte = 0; byte < 4; ++byte, size >>= 8U) {
        blob.push_back(static_cast<char>(size & 0xFFU));
    }
    blob.append(bytes);
}

// The frames of a blob in order; what is cut off is left out. Views into the blob.
[[nodiscard]] inline std::vector<std::string_view> frames_of(std::string_view blob) {
    std::vector<std::string_view> frames;
    while (blob.size() >= 4) {
        std::size_t size = 0;
        for (int byte = 3; byte >= 0; --byte) {
            size = size << 8U | static_cast<unsigned char>(blob[static_cast<std::size_t>(byte)]);
        }
        blob.remove_prefix(4);
        if (blob.size() < size) {
            break;
        }
        frames.push_back(blob.substr(0, size));
        blob.remove_prefix(size);
    }
    return frames;
}

}  // namespace adapters::embedded::ledger
