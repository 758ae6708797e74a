#include "adapters/embedded/broker/batch_text.hpp"

#include <gtest/gtest.h>

namespace {

using namespace adapters::embedded::broker;
using hub::model::stream;
using hub::ports::delivered;
using hub::ports::record;

std::vector<delivered> sample() {
    return {
        {record{
             stream::bericht, "k1", std::string{"\0\xFFwaarde", 8}, {{"ce_id", "1"}, {"leeg", ""}}},
         {stream::bericht, 3, 7}},
        {record{stream::bericht, "", "", {}}, {stream::bericht, 11, 1LL << 40}},
    };
}

TEST(batch_text, reads_what_it_wrote) {
    const auto records = sample();
    const auto read = decode_batch(stream::bericht, encode_batch(records));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), records.size());
    for (std::size_t at = 0; at < records.size(); ++at) {
        EXPECT_EQ((*read)[at].position, records[at].position);
        EXPECT_EQ((*read)[at].record->key, records[at].record->key);
        EXPECT_EQ((*read)[at].record->value, records[at].record->value);
        EXPECT_EQ((*read)[at].record->headers, records[at].record->headers);
    }
}

TEST(batch_text, refuses_bytes_that_end_early) {
    const auto bytes = encode_batch(sample());
    const auto first_only = encode_batch({sample().front()}).size();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto read = decode_batch(stream::bericht, std::string_view{bytes}.substr(0, size));
        const auto whole = size == 1 || size == first_only;
        EXPECT_EQ(read.has_value(), whole) << size;
    }
}

TEST(batch_text, refuses_another_version) {
    auto bytes = encode_batch(sample());
    bytes.front() = 2;
    EXPECT_FALSE(decode_batch(stream::bericht, bytes));
}

}  // namespace
