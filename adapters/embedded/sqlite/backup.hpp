// Copies a living file in steps, without holding up its writer.
#pragma once

#include <filesystem>

namespace adapters::embedded::sqlite {

struct backup_options {
    std::filesystem::path from;
    // Written beside it under another name first; replaced as a whole when the copy is checked.
    std::filesystem::path to;
    int pages_per_step = 256;
};

// Blocks: run it off the event loops. The copy is the state at the beginning; meanwhile the WAL of
// the source can't start again and grows with what is written. True when the copy is complete,
// checked and in place.
[[nodiscard]] bool back_up(const backup_options& options);

}  // namespace adapters::embedded::sqlite
