#include "adapters/embedded/documents/document_reader.hpp"

#include "adapters/embedded/documents/reading.hpp"
#include "adapters/embedded/sqlite/others_file.hpp"

#include <functional>
#include <utility>

namespace adapters::embedded::documents {
namespace {

using hub::ports::async_result;
using hub::ports::result;
using hub::ports::stored_document;

class file_reader final : public hub::ports::document_reader {
public:
    explicit file_reader(std::filesystem::path path)
        : file_{{.path = std::move(path), .name = "bijlagen-lees", .readers = 2}} {}

    async_result<stored_document> find(hub::model::document_id id) override {
        const std::function<result<stored_document>(one_document&)> query =
            [&id](one_document& session) { return session.read(id); };
        co_return co_await file_.read<stored_document>(query);
    }

    async_result<hub::model::sealed_part> record(hub::model::document_id id, std::uint32_t number)
        override {
        using part = hub::model::sealed_part;
        const std::function<result<part>(one_document&)> query =
            [&id, number](one_document& session) { return session.read_record(id, number); };
        co_return co_await file_.read<part>(query);
    }

private:
    sqlite::others_file<one_document> file_;
};

}  // namespace

std::unique_ptr<hub::ports::document_reader> create_document_reader(std::filesystem::path path) {
    return std::make_unique<file_reader>(std::move(path));
}

}  // namespace adapters::embedded::documents
