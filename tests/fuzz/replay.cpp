// Runs a fuzzer's entry over the files and folders that it is given, in builds without libFuzzer.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> inputs_in(const std::filesystem::path& given) {
    if (!std::filesystem::is_directory(given)) {
        return {given};
    }
    std::vector<std::filesystem::path> result;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{given}) {
        if (entry.is_regular_file()) {
            result.push_back(entry.path());
        }
    }
    std::sort(result.begin(), result.end());
    return result;
}

void replay(const std::filesystem::path& path) {
    std::cout << path.filename().string() << std::endl;
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        std::cerr << "can't read " << path << '\n';
        std::exit(EXIT_FAILURE);
    }
    // Without a byte to spare, so that AddressSanitizer sees one read too many.
    const std::vector<char> bytes{std::istreambuf_iterator<char>{file}, {}};
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int count, char** arguments) {
    std::size_t replayed = 0;
    for (int at = 1; at < count; ++at) {
        for (const auto& path : inputs_in(arguments[at])) {
            replay(path);
            ++replayed;
        }
    }
    std::cout << replayed << " inputs" << std::endl;
    return replayed == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
