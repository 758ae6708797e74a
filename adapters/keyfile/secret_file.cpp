#include "adapters/keyfile/secret_file.hpp"

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace adapters::keyfile {
namespace {

constexpr std::size_t largest_file = 65'536;

std::string joined(const std::vector<std::string>& problems) {
    std::string text;
    for (const auto& problem : problems) {
        text += text.empty() ? "" : "\n";
        text += problem;
    }
    return text;
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why) {
    throw key_file_error{{path.string() + ": " + std::string{why}}};
}

class descriptor {
public:
    descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0)
        : value_{::open(path.c_str(), flags | O_CLOEXEC, mode)} {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() {
        if (value_ >= 0) {
            ::close(value_);
        }
    }

    [[nodiscard]] bool is_open() const noexcept { return value_ >= 0; }
    [[nodiscard]] int value() const noexcept { return value_; }

private:
    int value_;
};

std::string read_all(const descriptor& file, const std::filesystem::path& path) {
    std::string content;
    std::array<char, 4096> block{};
    for (;;) {
        const auto length = ::read(file.value(), block.data(), block.size());
        if (length < 0) {
            refuse(path, "kan niet gelezen worden");
        }
        if (length == 0) {
            return content;
        }
        content.append(block.data(), static_cast<std::size_t>(length));
        if (content.size() > largest_file) {
            refuse(path, "is te groot voor een sleutel of certificaat");
        }
    }
}

bool write_all(const descriptor& file, std::string_view content) {
    while (!content.empty()) {
        const auto length = ::write(file.value(), content.data(), content.size());
        if (length < 0) {
            return false;
        }
        content.remove_prefix(static_cast<std::size_t>(length));
    }
    return ::fsync(file.value()) == 0;
}

}  // namespace

key_file_error::key_file_error(std::vector<std::string> problems)
    : std::runtime_error{joined(problems)}, problems_{std::move(problems)} {}

std::string read_secret_file(const std::filesystem::path& path) {
    const descriptor file{path, O_RDONLY};
    struct stat status {};
    if (!file.is_open() || ::fstat(file.value(), &status) != 0) {
        refuse(path, "ontbreekt of is niet leesbaar");
    }
    if (!S_ISREG(status.st_mode)) {
        refuse(path, "is geen bestand");
    }
    if (status.st_uid != ::geteuid()) {
        refuse(path, "is van een andere gebruiker");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        refuse(path, "is ook voor anderen toegankelijk; maak de rechten 0600");
    }
    return read_all(file, path);
}

std::string read_public_file(const std::filesystem::path& path) {
    const descriptor file{path, O_RDONLY};
    if (!file.is_open()) {
        refuse(path, "ontbreekt of is niet leesbaar");
    }
    return read_all(file, path);
}

void write_secret_file(const std::filesystem::path& path, std::string_view content) {
    const auto unfinished = path.parent_path() / ("." + path.filename().string() + ".nieuw");
    {
        const descriptor file{unfinished, O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR};
        if (!file.is_open() || ::fchmod(file.value(), S_IRUSR | S_IWUSR) != 0 ||
            !write_all(file, content)) {
            refuse(path, "kan niet gemaakt worden");
        }
    }
    // Unlike rename, link never replaces a key that is there already.
    const bool linked = ::link(unfinished.c_str(), path.c_str()) == 0;
    ::unlink(unfinished.c_str());
    const descriptor directory{path.parent_path(), O_RDONLY | O_DIRECTORY};
    if (!linked || !directory.is_open() || ::fsync(directory.value()) != 0) {
        refuse(path, "kan niet gemaakt worden");
    }
}

}  // namespace adapters::keyfile
