#include "adapters/keyfile/key_directory.hpp"

#include "adapters/keyfile/secret_file.hpp"
#include "hub/model/hexadecimal.hpp"
#include "hub/vault/primitives.hpp"

#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <utility>
#include <vector>

namespace adapters::keyfile {
namespace {

using hub::ports::key_purpose;
using hub::ports::secret_key;

constexpr std::array purposes{
    key_purpose::key_encryption,
    key_purpose::original_digest,
    key_purpose::reference_digest,
    key_purpose::pseudonym_loket,
    key_purpose::pseudonym_logbook,
};

using key_versions = std::map<std::uint32_t, secret_key>;
using key_table = std::map<key_purpose, key_versions>;

class directory_keys final : public hub::ports::key_provider {
public:
    explicit directory_keys(key_table keys) : keys_{std::move(keys)} {}
    directory_keys(const directory_keys&) = delete;
    directory_keys& operator=(const directory_keys&) = delete;
    ~directory_keys() override {
        for (auto& [purpose, versions] : keys_) {
            for (auto& [version, key] : versions) {
                hub::vault::wipe(key);
            }
        }
    }

    [[nodiscard]] std::uint32_t current_version(key_purpose purpose) const noexcept override {
        return keys_.find(purpose)->second.rbegin()->first;
    }

    [[nodiscard]] hub::ports::result<secret_key> key(key_purpose purpose, std::uint32_t version)
        const override {
        const auto& versions = keys_.find(purpose)->second;
        const auto found = versions.find(version);
        if (found == versions.end()) {
            return hub::ports::errc::not_found;
        }
        return found->second;
    }

private:
    key_table keys_;
};

struct key_name {
    key_purpose purpose = key_purpose::key_encryption;
    std::uint32_t version = 0;
};

std::optional<key_name> parse_name(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) {
        return std::nullopt;
    }
    const auto digits = name.substr(dot + 1);
    key_name result;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), result.version);
    if (error != std::errc{} || end != digits.data() + digits.size() || result.version == 0 ||
        digits.front() == '0') {
        return std::nullopt;
    }
    for (const auto purpose : purposes) {
        if (file_word(purpose) == name.substr(0, dot)) {
            result.purpose = purpose;
            return result;
        }
    }
    return std::nullopt;
}

std::optional<secret_key> parse_key(std::string_view text) {
    secret_key key{};
    if (text.size() == key.size() * 2 + 1 && text.back() == '\n') {
        text.remove_suffix(1);
    }
    if (!hub::model::parse_hexadecimal(text, key)) {
        return std::nullopt;
    }
    return key;
}

std::string make_key_text() {
    secret_key key{};
    hub::vault::random_bytes(key);
    auto text = hub::model::hexadecimal(key);
    hub::vault::wipe(key);
    return text + '\n';
}

void check_directory(const std::filesystem::path& directory, std::vector<std::string>& problems) {
    struct stat status {};
    if (::stat(directory.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        throw key_file_error{{directory.string() + ": de map met sleutels ontbreekt"}};
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        problems.push_back(
            directory.string() + ": is ook voor anderen toegankelijk; maak de rechten 0700"
        );
    }
}

void read_key(
    const std::filesystem::path& path,
    key_table& keys,
    std::vector<std::string>& problems
) {
    const auto name = parse_name(path.filename().string());
    if (!name) {
        problems.push_back(path.string() + ": is geen naam van een sleutel (doel.versie)");
        return;
    }
    try {
        auto text = read_secret_file(path);
        const auto key = parse_key(text);
        hub::vault::wipe(text);
        if (key) {
            keys[name->purpose][name->version] = *key;
        } else {
            problems.push_back(path.string() + ": bevat geen 64 hexadecimale tekens");
        }
    } catch (const key_file_error& error) {
        problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
}

bool has_key(const std::filesystem::path& directory, key_purpose purpose) {
    for (const auto& entry : std::filesystem::directory_iterator{directory}) {
        const auto name = parse_name(entry.path().filename().string());
        if (name && name->purpose == purpose) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::string_view file_word(key_purpose purpose) noexcept {
    switch (purpose) {
        case key_purpose::key_encryption:
            return "kek";
        case key_purpose::original_digest:
            return "inhoud";
        case key_purpose::reference_digest:
            return "kenmerk";
        case key_purpose::pseudonym_loket:
            return "pseudoniem-loket";
        case key_purpose::pseudonym_logbook:
            return "pseudoniem-logboek";
    }
    return {};
}

void make_missing_keys(
    const std::filesystem::path& directory,
    hub::model::environment environment
) {
    std::vector<key_purpose> missing;
    const bool exists = std::filesystem::is_directory(directory);
    for (const auto purpose : purposes) {
        if (!exists || !has_key(directory, purpose)) {
            missing.push_back(purpose);
        }
    }
    if (missing.empty()) {
        return;
    }
    if (environment == hub::model::environment::productie) {
        throw key_file_error{
            {directory.string() + ": er ontbreken sleutels; in productie maakt een beheerder ze"}};
    }
    if (!exists) {
        std::error_code error;
        std::filesystem::create_directories(directory, error);
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
        if (error) {
            throw key_file_error{{directory.string() + ": kan niet gemaakt worden"}};
        }
    }
    for (const auto purpose : missing) {
        write_secret_file(directory / (std::string{file_word(purpose)} + ".1"), make_key_text());
    }
}

std::unique_ptr<hub::ports::key_provider> load_keys(const std::filesystem::path& directory) {
    std::vector<std::string> problems;
    check_directory(directory, problems);
    key_table keys;
    for (const auto& entry : std::filesystem::directory_iterator{directory}) {
        // A hidden file is one that was never finished.
        if (!entry.path().filename().string().starts_with('.')) {
            read_key(entry.path(), keys, problems);
        }
    }
    for (const auto purpose : purposes) {
        if (!keys.contains(purpose)) {
            problems.push_back(
                (directory / (std::string{file_word(purpose)} + ".1")).string() +
                ": er is geen bruikbare sleutel voor dit doel"
            );
        }
    }
    if (!problems.empty()) {
        throw key_file_error{std::move(problems)};
    }
    return std::make_unique<directory_keys>(std::move(keys));
}

}  // namespace adapters::keyfile
