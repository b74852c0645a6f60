// SPDX-License-Identifier: Apache-2.0
#include "audit/writer.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "audit/record.h"
#include "audit/sink.h"

enum { BUFFER_BYTES = 1024 * 1024, PAUSE_FIRST_MS = 50, PAUSE_MOST_MS = 2000, GATHER_MS = 2 };

struct buffer {
    char *bytes; // BUFFER_BYTES
    size_t len;
};

struct adm_audit_writer {
    char *path;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work; // for the thread: something to write, another file, or the end
    pthread_cond_t room; // for callers
    // Under the lock:
    struct buffer filling;
    int next_fd; // opened by reopen, not yet taken; -1: none
    int failure; // errno of the last write, 0 when it worked
    bool stopping;
    // The thread's own:
    int fd;
    struct buffer draining;
    size_t done; // bytes of `draining` that are written
    int pause_ms;
};

// Waits so long, or until there is another file or the end; more records do not signal.
static void pause_for(struct adm_audit_writer *w, int ms) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    int failed = 0;
    while (failed != ETIMEDOUT && !w->stopping && w->next_fd < 0)
        failed = pthread_cond_timedwait(&w->work, &w->lock, &until);
}

static void wait_for_retry(struct adm_audit_writer *w) {
    pause_for(w, w->pause_ms);
    w->pause_ms = w->pause_ms * 2 < PAUSE_MOST_MS ? w->pause_ms * 2 : PAUSE_MOST_MS;
}

// A new file begins with a whole record: the one that the old file got a part of is written again.
static void take_next_file(struct adm_audit_writer *w) {
    if (w->next_fd < 0)
        return;
    if (!adm_sink_is_same(w->fd, w->next_fd))
        while (w->done > 0 && w->draining.bytes[w->done - 1] != '\n')
            w->done--;
    adm_sink_close(w->fd);
    w->fd = w->next_fd;
    w->next_fd = -1;
}

// Under the lock: gets the thread something to write; false at the end. What comes within a short
// while goes with it: to wake this thread for each record costs more than the record.
static bool next_batch(struct adm_audit_writer *w) {
    while (w->draining.len == 0 && w->filling.len == 0 && w->next_fd < 0 && !w->stopping)
        pthread_cond_wait(&w->work, &w->lock);
    if (w->draining.len == 0)
        pause_for(w, GATHER_MS);
    take_next_file(w);
    if (w->draining.len == 0) {
        struct buffer full = w->filling;
        w->filling = w->draining;
        w->draining = full;
        w->done = 0;
        pthread_cond_broadcast(&w->room);
    }
    return w->draining.len > 0 || !w->stopping;
}

// Standard output may have been made non-blocking by whoever shares it.
static bool wait_for_room(int fd) {
    struct pollfd sink = {.fd = fd, .events = POLLOUT};
    return poll(&sink, 1, -1) > 0;
}

// Writes on from `done`; 0 or the errno.
static int write_batch(struct adm_audit_writer *w) {
    while (w->done < w->draining.len) {
        ssize_t put = write(w->fd, w->draining.bytes + w->done, w->draining.len - w->done);
        if (put < 0 && (errno == EINTR || (errno == EAGAIN && wait_for_room(w->fd))))
            continue;
        if (put <= 0)
            return put < 0 ? errno : EIO;
        w->done += (size_t)put;
    }
    w->draining.len = 0;
    return 0;
}

static void *run(void *context) {
    struct adm_audit_writer *w = context;
    bool alive = true;
    pthread_mutex_lock(&w->lock);
    while (alive && next_batch(w)) {
        pthread_mutex_unlock(&w->lock);
        int failure = write_batch(w);
        pthread_mutex_lock(&w->lock);
        w->failure = failure;
        if (failure == 0) {
            w->pause_ms = PAUSE_FIRST_MS;
            continue;
        }
        pthread_cond_broadcast(&w->room); // nobody waits for a sink that fails
        alive = !w->stopping;
        if (alive)
            wait_for_retry(w);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

static void destroy(struct adm_audit_writer *w) {
    pthread_cond_destroy(&w->room);
    pthread_cond_destroy(&w->work);
    pthread_mutex_destroy(&w->lock);
    adm_sink_close(w->next_fd);
    adm_sink_close(w->fd);
    free(w->draining.bytes);
    free(w->filling.bytes);
    free(w->path);
    free(w);
}

static struct adm_audit_writer *allocate(const char *path) {
    struct adm_audit_writer *w = calloc(1, sizeof *w);
    pthread_condattr_t monotonic;
    if (w == NULL)
        return NULL;
    w->path = strdup(path);
    w->filling.bytes = malloc(BUFFER_BYTES);
    w->draining.bytes = malloc(BUFFER_BYTES);
    w->fd = -1;
    w->next_fd = -1;
    w->pause_ms = PAUSE_FIRST_MS;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, &monotonic);
    pthread_cond_init(&w->room, NULL);
    pthread_condattr_destroy(&monotonic);
    if (w->path != NULL && w->filling.bytes != NULL && w->draining.bytes != NULL)
        return w;
    destroy(w);
    return NULL;
}

// The thread takes no signals: those of the process are for the main thread, and SIGPIPE of a
// closed pipe becomes an errno.
static int start_thread(struct adm_audit_writer *w) {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&w->thread, NULL, run, w);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

bool adm_audit_writer_new(const char *path, struct adm_audit_writer **out, struct adm_error *err) {
    struct adm_audit_writer *w = allocate(path);
    if (w == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for the audit writer");
    if (!adm_sink_open(path, &w->fd, err) || !adm_sink_mend(path, w->fd, err)) {
        destroy(w);
        return false;
    }
    int failed = start_thread(w);
    if (failed != 0) {
        destroy(w);
        return adm_fail(err, ADM_MEMORY, "start the audit thread: %s", strerror(failed));
    }
    *out = w;
    return true;
}

static bool is_line(struct adm_str record) {
    return record.len > 0 && record.len <= ADM_AUDIT_RECORD_MAX &&
           adm_str_index(record, '\n') == record.len - 1;
}

// Under the lock.
static bool append(struct adm_audit_writer *w, struct adm_str record) {
    while (BUFFER_BYTES - w->filling.len < record.len && w->failure == 0)
        pthread_cond_wait(&w->room, &w->lock);
    if (BUFFER_BYTES - w->filling.len < record.len)
        return false;
    memcpy(w->filling.bytes + w->filling.len, record.data, record.len);
    if (w->filling.len == 0)
        pthread_cond_signal(&w->work);
    w->filling.len += record.len;
    return true;
}

bool adm_audit_writer_put(struct adm_audit_writer *writer, struct adm_str record,
                          struct adm_error *err) {
    if (!is_line(record))
        return adm_fail(err, ADM_INVALID, "an audit record of %zu bytes is not one line",
                        record.len);
    pthread_mutex_lock(&writer->lock);
    bool kept = append(writer, record);
    int failure = writer->failure;
    pthread_mutex_unlock(&writer->lock);
    if (failure == 0)
        return true;
    return adm_fail(err, kept ? ADM_IO : ADM_LIMIT, "audit file '%s': %s; this record %s",
                    writer->path, strerror(failure),
                    kept ? "is kept and tried again" : "is lost: too many wait");
}

bool adm_audit_writer_reopen(struct adm_audit_writer *writer, struct adm_error *err) {
    int fd = -1;
    ADM_TRY(adm_sink_open(writer->path, &fd, err));
    pthread_mutex_lock(&writer->lock);
    adm_sink_close(writer->next_fd);
    writer->next_fd = fd;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    return true;
}

void adm_audit_writer_free(struct adm_audit_writer *writer) {
    if (writer == NULL)
        return;
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    destroy(writer);
}
