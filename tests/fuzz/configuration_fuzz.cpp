// Any bytes as a configuration file: each reader either takes them or tells every mistake in its
// own words and with its place; nothing is thrown at a hub that loads while it runs.
#include "adapters/configuration/configuration.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <variant>
#include <vector>

namespace {

using namespace adapters::configuration;

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

// Gone with the process.
class folder {
public:
    folder() {
        std::filesystem::create_directories(path_);
        // The other files are read whatever else a hub.yaml lacks.
        write(
            "anders.yaml", "organisaties: invoer.yaml\nroutes: invoer.yaml\nloket: invoer.yaml\n"
        );
    }
    ~folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;

    void write(std::string_view name, std::string_view text) const {
        std::ofstream file{path_ / name, std::ios::binary | std::ios::trunc};
        file << text;
    }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
        return path_ / name;
    }

private:
    const std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("pmm-configuration-" + std::to_string(getpid()));
};

void check_mistakes(const std::variant<configuration, std::vector<mistake>>& loaded) {
    const auto* const mistakes = std::get_if<std::vector<mistake>>(&loaded);
    if (mistakes == nullptr) {
        return;
    }
    demand(!mistakes->empty());
    for (const auto& one : *mistakes) {
        demand(!one.words.empty() && (one.line == 0) == (one.column == 0));
        demand(to_string(one).ends_with(one.words));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const folder files;
    files.write("invoer.yaml", {reinterpret_cast<const char*>(data), size});
    check_mistakes(load(files / "invoer.yaml", {}));
    check_mistakes(load(files / "anders.yaml", {}));
    return 0;
}
