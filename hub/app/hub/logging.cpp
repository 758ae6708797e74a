#include "hub/app/hub/logging.hpp"

#include <memory>
#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace hub::app {
namespace {

constexpr std::size_t file_bytes = 50U * 1024U * 1024U;
constexpr std::size_t files_kept = 5;

std::shared_ptr<spdlog::logger>& the_logger() {
    static std::shared_ptr<spdlog::logger> instance;
    return instance;
}

spdlog::level::level_enum severity(level how) {
    switch (how) {
        case level::info:
            return spdlog::level::info;
        case level::warning:
            return spdlog::level::warn;
        case level::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

// A value stays on its line whatever it holds.
void append_value(std::string& line, std::string_view value) {
    const bool plain =
        !value.empty() && value.find_first_of(" \"\n\r\t\\=") == std::string_view::npos;
    if (plain) {
        line += value;
        return;
    }
    line += '"';
    for (const char c : value) {
        const bool control = static_cast<unsigned char>(c) < 0x20U;
        line += control || c == '"' || c == '\\' ? '_' : c;
    }
    line += '"';
}

}  // namespace

void start_log(const std::filesystem::path& folder) {
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::stderr_sink_mt>()};
    if (!folder.empty()) {
        try {
            sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                (folder / "hub.log").string(), file_bytes, files_kept
            ));
        } catch (const spdlog::spdlog_ex&) {
            throw std::runtime_error{
                "de map voor het logboek is niet te beschrijven: " + folder.string()};
        }
    }
    auto logger = std::make_shared<spdlog::logger>("hub", sinks.begin(), sinks.end());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%fZ %l %v", spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::info);
    the_logger() = std::move(logger);
}

void end_log() {
    if (the_logger()) {
        the_logger()->flush();
        the_logger().reset();
    }
}

void log(level how, std::string_view event, std::initializer_list<log_field> fields) {
    if (!the_logger()) {
        return;
    }
    std::string line{event};
    for (const auto& [name, value] : fields) {
        line += ' ';
        line += name;
        line += '=';
        append_value(line, value);
    }
    the_logger()->log(severity(how), spdlog::string_view_t{line});
}

}  // namespace hub::app
