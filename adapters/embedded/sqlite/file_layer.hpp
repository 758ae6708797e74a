// What of ours lies before a file of the VFS below, in the memory that SQLite gives for it.
#pragma once

#include <memory>
#include <new>
#include <sqlite3.h>

namespace adapters::embedded::sqlite {

// SQLite's memory is aligned for pointers and no more; the file below lies right behind.
template <class State>
struct file_layer : sqlite3_file {
    State state;

    [[nodiscard]] static file_layer& of(sqlite3_file* file) noexcept {
        return *static_cast<file_layer*>(file);
    }

    [[nodiscard]] sqlite3_file& below() noexcept {
        return *reinterpret_cast<sqlite3_file*>(this + 1);
    }

    // A method that does what the file below does, and nothing else.
    template <auto Method, class... Arguments>
    static auto forward(sqlite3_file* file, Arguments... arguments) {
        auto& next = of(file).below();
        return (next.pMethods->*Method)(&next, arguments...);
    }

    // As xOpen of a VFS, which calls it.
    [[nodiscard]] static int open(
        sqlite3_vfs& vfs,
        const char* name,
        sqlite3_file* file,
        int flags,
        int* given,
        const sqlite3_io_methods& methods
    ) {
        auto& made = *new (file) file_layer{};
        const int code = vfs.xOpen(&vfs, name, &made.below(), flags, given);
        if (made.below().pMethods == nullptr) {
            // SQLite closes only what has methods.
            std::destroy_at(&made.state);
        } else {
            made.pMethods = &methods;
        }
        return code;
    }

    static int close(sqlite3_file* file) {
        const int code = forward<&sqlite3_io_methods::xClose>(file);
        std::destroy_at(&of(file).state);
        return code;
    }
};

}  // namespace adapters::embedded::sqlite
