// What the loket asks to be supplied: a table of fields of an aanmelding, with a question for each.
#pragma once

#include "schemas/pmm/v1/content.pb.h"

#include <string>
#include <string_view>
#include <vector>

namespace hub::instruments::loket {

struct supplement_rule {
    // JSON pointer of a field that missing() can judge.
    std::string field;
    // In plain words, as the sender will read it.
    std::string question;
};

// The fields that a rule may name.
[[nodiscard]] std::vector<std::string_view> supplement_fields();
[[nodiscard]] bool is_supplement_field(std::string_view field);

class supplement_table {
public:
    supplement_table() = default;
    // Throws std::invalid_argument for a field that can't be judged; configuration checks before.
    explicit supplement_table(std::vector<supplement_rule> rules);

    // Everything that the table needs and the aanmelding lacks, in the table's order.
    [[nodiscard]] std::vector<pmm::v1::Ontbrekend> missing(const pmm::v1::Aanmelding& message
    ) const;

private:
    std::vector<supplement_rule> rules_;
};

}  // namespace hub::instruments::loket
