// A plugin for qemu-aarch64 that counts the instructions a program executes and prints the number to standard error at its end. Debian packages
// neither qemu's own counter nor its header: these are the few declarations that are needed, the same in every version so far.
//   cc -shared -fPIC -DVERSION=1 counter.c -o counter.so; qemu-aarch64 -plugin ./counter.so PROGRAM
#include <inttypes.h>
#include <stdio.h>

struct translation;
typedef uint64_t plugin;
extern void qemu_plugin_register_vcpu_tb_trans_cb(plugin, void (*)(plugin, struct translation *));
extern size_t qemu_plugin_tb_n_insns(const struct translation *);
extern void qemu_plugin_register_vcpu_tb_exec_cb(struct translation *, void (*)(unsigned, void *), int flags, void *);
extern void qemu_plugin_register_atexit_cb(plugin, void (*)(plugin, void *), void *);

// Of the interface; qemu refuses those it does not know.
int qemu_plugin_version = VERSION;

// One thread is counted: the program has no other.
static uint64_t instructions;

static void executed(unsigned processor, void *count) {
    (void)processor;
    instructions += (uintptr_t)count;
}

static void translated(plugin id, struct translation *block) {
    (void)id;
    qemu_plugin_register_vcpu_tb_exec_cb(block, executed, 0, (void *)(uintptr_t)qemu_plugin_tb_n_insns(block));
}

static void ended(plugin id, void *context) {
    (void)id, (void)context;
    fprintf(stderr, "%" PRIu64 "\n", instructions);
}

int qemu_plugin_install(plugin id, const void *system, int count, char **words) {
    (void)system, (void)count, (void)words;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, ended, NULL);
    return 0;
}
