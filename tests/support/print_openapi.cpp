// Prints the OpenAPI document as the hub serves it, for checks by others' tools.
#include "adapters/formats/json/openapi.hpp"

#include <iostream>

int main() {
    std::cout << adapters::formats::json::openapi_document();
    return std::cout.flush() ? 0 : 1;
}
