#include "adapters/embedded/sqlite/migrate.hpp"

#include "adapters/embedded/sqlite/backup.hpp"
#include "adapters/embedded/sqlite/transaction.hpp"

#include <string>

namespace adapters::embedded::sqlite {

void migrate(connection& file, std::span<const std::string_view> versions) {
    const auto present = static_cast<std::size_t>(file.number("PRAGMA user_version"));
    if (present > versions.size()) {
        throw start_failure{
            file.path().string() + ": has schema version " + std::to_string(present) +
            ", this program knows up to " + std::to_string(versions.size()) +
            "; start it with the newer program"};
    }
    if (present == versions.size()) {
        return;
    }
    if (present > 0) {
        auto copy = file.path();
        copy += ".voor-versie-" + std::to_string(present + 1);
        if (!back_up(backup_options{file.path(), copy})) {
            throw start_failure{
                file.path().string() + ": the backup before a migration could not be made"};
        }
    }
    transaction change{file};
    for (auto version = present; version < versions.size(); ++version) {
        file.execute(std::string{versions[version]}.c_str());
    }
    file.execute(("PRAGMA user_version=" + std::to_string(versions.size())).c_str());
    if (change.commit() != commit_outcome::committed) {
        throw start_failure{
            file.path().string() + ": the migration failed (SQLite result " +
            std::to_string(file.failure()) + ") and was taken back"};
    }
}

}  // namespace adapters::embedded::sqlite
