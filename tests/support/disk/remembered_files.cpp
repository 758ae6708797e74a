#include "tests/support/disk/remembered_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace tests::support::disk {

namespace {

constexpr std::size_t sector_bytes = 512;

std::string content_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void put(std::string& content, std::uint64_t at, std::string_view bytes) {
    if (content.size() < at + bytes.size()) {
        content.resize(at + bytes.size(), '\0');
    }
    std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

std::uint64_t remembered_files::chance(std::uint64_t limit) {
    return std::uniform_int_distribution<std::uint64_t>{0, limit}(luck_);
}

void remembered_files::opened(const std::string& path, file_kind kind) {
    const auto [place, fresh] = files_.try_emplace(path);
    auto& one = place->second;
    if (fresh) {
        one.certain = content_of(path);
        // Whoever opens a database makes an empty file first.
        one.exists = !one.certain.empty();
        one.name_certain = one.exists;
    }
    if (!one.exists) {
        one.exists = true;
        one.name_certain = false;
        one.syncs_directory = kind != file_kind::database;
        one.certain.clear();
        one.uncertain.clear();
    }
}

void remembered_files::written(const std::string& path, std::uint64_t at, std::string_view bytes) {
    files_.at(path).uncertain.emplace_back(write{at, std::string{bytes}});
}

void remembered_files::truncated(const std::string& path, std::uint64_t size) {
    files_.at(path).uncertain.emplace_back(truncation{size});
}

void remembered_files::synced(const std::string& path) {
    auto& one = files_.at(path);
    for (const auto& each : one.uncertain) {
        apply(one.certain, each, mood::everything);
    }
    one.uncertain.clear();
    if (std::exchange(one.syncs_directory, false)) {
        directory_synced();
    }
}

void remembered_files::sync_failed(const std::string& path) {
    auto& one = files_.at(path);
    one.certain = survivor(one);
    one.uncertain.clear();
}

void remembered_files::deleted(const std::string& path) {
    const auto found = files_.find(path);
    if (found == files_.end()) {
        return;
    }
    auto& one = found->second;
    if (one.name_certain) {
        one.deleted_before = survivor(one);
    }
    one.exists = false;
    one.name_certain = false;
}

void remembered_files::directory_synced() {
    for (auto& [path, one] : files_) {
        one.name_certain = one.exists;
        one.deleted_before.reset();
    }
}

remembered_files::mood remembered_files::pick_mood() {
    constexpr std::array moods{mood::nothing, mood::everything, mood::a_beginning, mood::any};
    return moods[chance(moods.size() - 1)];
}

std::string remembered_files::survivor(const file& one) {
    const auto how = pick_mood();
    auto content = one.certain;
    auto count = one.uncertain.size();
    if (how == mood::nothing) {
        count = 0;
    } else if (how == mood::a_beginning) {
        count = chance(count);
    }
    for (std::size_t at = 0; at < count; ++at) {
        apply(content, one.uncertain[at], how);
    }
    return content;
}

void remembered_files::apply(std::string& content, const change& one, mood how) {
    if (const auto* const cut = std::get_if<truncation>(&one)) {
        if (how != mood::any || chance(1) == 0) {
            content.resize(cut->size, '\0');
        }
        return;
    }
    const auto& [at, bytes] = std::get<write>(one);
    if (how != mood::any) {
        put(content, at, bytes);
        return;
    }
    // A disk writes sectors, each whole or not at all, in whatever order.
    const bool torn = chance(3) == 0;
    const bool whole = chance(1) == 0;
    for (std::size_t from = 0; from < bytes.size(); from += sector_bytes) {
        if (torn ? chance(1) == 0 : whole) {
            put(content, at + from, std::string_view{bytes}.substr(from, sector_bytes));
        }
    }
}

void remembered_files::restore(const std::string& path, file& one) {
    // Of the names that are possible one, as it happens.
    std::optional<std::string> content;
    if (one.name_certain || (one.exists && chance(1) == 0)) {
        content = survivor(one);
    } else if (one.deleted_before && chance(1) == 0) {
        content = std::move(one.deleted_before);
    }
    if (content) {
        std::ofstream out{path, std::ios::binary | std::ios::trunc};
        out.write(content->data(), static_cast<std::streamsize>(content->size()));
        one = {};
        one.certain = std::move(*content);
    } else {
        std::filesystem::remove(path);
        one = {};
        one.exists = false;
        one.name_certain = false;
    }
}

void remembered_files::lose_power() {
    for (auto& [path, one] : files_) {
        restore(path, one);
        // Shared memory is nobody's memory after a power cut.
        std::filesystem::remove(path + "-shm");
    }
}

}  // namespace tests::support::disk
