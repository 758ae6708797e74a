// Reads and writes files that hold secrets: of this user, for nobody else.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::keyfile {

// What is wrong with files of keys, every problem at once, in plain words. Ends the start.
class key_file_error : public std::runtime_error {
public:
    explicit key_file_error(std::vector<std::string> problems);

    [[nodiscard]] const std::vector<std::string>& problems() const noexcept { return problems_; }

private:
    std::vector<std::string> problems_;
};

// The whole file. Throws key_file_error when it can't be read, is too large to be a key, or when
// its owner is another or its mode lets others in.
[[nodiscard]] std::string read_secret_file(const std::filesystem::path& path);

// A file that is no secret (a certificate). Throws key_file_error.
[[nodiscard]] std::string read_public_file(const std::filesystem::path& path);

// Makes the file with mode 0600, durable and whole or not at all. Throws key_file_error, also when
// it exists.
void write_secret_file(const std::filesystem::path& path, std::string_view content);

}  // namespace adapters::keyfile
