/* Loaded before libc: has the Nth call of one kind fail with one error, or the clock stand on another day.

   FAILER_CALL   open read write fsync rename mmap unlink
   FAILER_ERRNO  a number
   FAILER_AT     N, counted over all processes of the run through a shared file named by FAILER_COUNT
   FAILER_UNDER  only calls on paths below this folder (descriptors are looked up), so that libraries still load
   FAILER_SPAN   how many calls from the Nth on fail; 0 for all that follow
   FAILER_CLOCK  seconds that are added to the wall clock from the FAILER_AT-th look at it on */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const char *call, *under;
static long at, span, clock_by;
static int number;
static _Atomic long *passed;
static __thread int busy;

__attribute__((constructor)) static void ready(void) {
  const char *count = getenv("FAILER_COUNT"), *said;
  call = getenv("FAILER_CALL");
  under = getenv("FAILER_UNDER");
  at = (said = getenv("FAILER_AT")) ? atol(said) : 0;
  span = (said = getenv("FAILER_SPAN")) ? atol(said) : 1;
  number = (said = getenv("FAILER_ERRNO")) ? atoi(said) : EIO;
  clock_by = (said = getenv("FAILER_CLOCK")) ? atol(said) : 0;
  if (!count) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, count, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  if (syscall(SYS_ftruncate, fd, 8) == 0) {
    void *shared = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shared != MAP_FAILED) passed = shared;
  }
  syscall(SYS_close, fd);
}

static int inside(const char *path) { return under && path && strncmp(path, under, strlen(under)) == 0; }

static int fails(const char *which, const char *path) {
  if (busy || !passed || !call || strcmp(call, which) != 0 || !inside(path)) return 0;
  long here = ++*passed;
  return here >= at && (span == 0 || here < at + span);
}

static int fails_fd(const char *which, int fd) {
  char link[64], path[PATH_MAX];
  if (busy || !passed || !call || strcmp(call, which) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return fails(which, path);
}

static int fails_at(const char *which, int folder, const char *path) {
  char link[64], whole[PATH_MAX];
  if (!path || path[0] == '/' || folder == AT_FDCWD) return fails(which, path);
  if (busy || !passed || !call || strcmp(call, which) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, whole, sizeof whole - 1);
  if (length <= 0) return 0;
  whole[length] = 0;
  return fails(which, whole);
}

#define REAL(name, ret, ...) static ret (*real)(__VA_ARGS__); if (!real) real = (ret (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)
#define FAIL do { errno = number; return -1; } while (0)

#define OPEN(name)                                                                                      \
  int name(const char *path, int flags, ...) {                                                          \
    REAL(#name, int, const char *, int, ...);                                                       \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest);              \
    if (fails("open", path)) FAIL;                                                                      \
    return real(path, flags, mode);                                                                     \
  }
OPEN(open)
OPEN(open64)
#define OPENAT(name)                                                                                    \
  int name(int folder, const char *path, int flags, ...) {                                              \
    REAL(#name, int, int, const char *, int, ...);                                                  \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest);              \
    if (fails_at("open", folder, path)) FAIL;                                                           \
    return real(folder, path, flags, mode);                                                             \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t read(int fd, void *to, size_t size) {
  REAL("read", ssize_t, int, void *, size_t);
  if (fails_fd("read", fd)) FAIL;
  return real(fd, to, size);
}
#define PREAD(name)                                                                                     \
  ssize_t name(int fd, void *to, size_t size, off_t from) {                                             \
    REAL(#name, ssize_t, int, void *, size_t, off_t);                                               \
    if (fails_fd("read", fd)) FAIL;                                                                     \
    return real(fd, to, size, from);                                                                    \
  }
PREAD(pread)
PREAD(pread64)

ssize_t write(int fd, const void *from, size_t size) {
  REAL("write", ssize_t, int, const void *, size_t);
  if (fails_fd("write", fd)) FAIL;
  return real(fd, from, size);
}
#define PWRITE(name)                                                                                    \
  ssize_t name(int fd, const void *from, size_t size, off_t to) {                                       \
    REAL(#name, ssize_t, int, const void *, size_t, off_t);                                         \
    if (fails_fd("write", fd)) FAIL;                                                                    \
    return real(fd, from, size, to);                                                                    \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

int fsync(int fd) {
  REAL("fsync", int, int);
  if (fails_fd("fsync", fd)) FAIL;
  return real(fd);
}
int fdatasync(int fd) {
  REAL("fdatasync", int, int);
  if (fails_fd("fsync", fd)) FAIL;
  return real(fd);
}
int rename(const char *from, const char *to) {
  REAL("rename", int, const char *, const char *);
  if (fails("rename", to)) FAIL;
  return real(from, to);
}
int renameat(int a, const char *from, int b, const char *to) {
  REAL("renameat", int, int, const char *, int, const char *);
  if (fails_at("rename", b, to)) FAIL;
  return real(a, from, b, to);
}
int unlink(const char *path) {
  REAL("unlink", int, const char *);
  if (fails("unlink", path)) FAIL;
  return real(path);
}

static long turned(void) {
  if (!clock_by || !passed) return 0;
  return ++*passed >= at ? clock_by : 0;
}
int clock_gettime(clockid_t which, struct timespec *now) {
  long found = syscall(SYS_clock_gettime, which, now);
  if (found == 0 && which == CLOCK_REALTIME) now->tv_sec += turned();
  return (int)found;
}
time_t time(time_t *to) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (to) *to = now.tv_sec;
  return now.tv_sec;
}
int gettimeofday(struct timeval *now, void *zone) {
  struct timespec found;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &found);
  now->tv_sec = found.tv_sec;
  now->tv_usec = found.tv_nsec / 1000;
  return 0;
}
