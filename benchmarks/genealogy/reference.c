/* Reach with times and reach without, as plainly and as fast as C allows: what the product's
 * kernels are measured against. Same arrays, same answer: the nodes in order of discovery, of
 * each its label, its depth and the edge it was found by.
 *
 * Of each node one mark of 16 bytes is touched at random; an edge waits in a short line while
 * the mark of its far node is on its way from memory. */

#include <stdint.h>

#define ALWAYS (-((int64_t)1 << 62))
#define EVER ((int64_t)1 << 62)
#define AHEAD 24 /* as many edges or nodes are asked of memory before they are needed */
#define LINE 32  /* the places of a line: a power of two, more than AHEAD */
#define INLINE static inline __attribute__((always_inline))

typedef struct {
    int64_t label;  /* forward the earliest arrival, backward the latest departure */
    int32_t done;   /* forward the first edge relaxed, backward the first one not */
    uint32_t stamp; /* which question was here last; its lowest bit: the node has a turn to come */
} mark;

typedef struct {
    int64_t time, edge;
    int32_t far;
} step;

/* The graph in one direction, what is kept between questions, and room for one answer. */
typedef struct {
    const int64_t *start;
    const int32_t *far;
    const int64_t *time;
    const uint8_t *forgets;
    mark *marks;
    int32_t *turn, *next_turn;
    int32_t *node, *depth;
    int64_t *label, *witness;
    int64_t next_count, found;
    uint32_t question;
} walk;

INLINE void take(walk *w, step s, int32_t depth, const int backward)
{
    mark *m = &w->marks[s.far];
    if (m->stamp >> 1 != w->question) {
        m->label = w->forgets[s.far] ? (backward ? EVER : ALWAYS) : s.time;
        m->done = backward ? 0 : (int32_t)(w->start[s.far + 1] - w->start[s.far]);
        w->node[w->found] = s.far;
        w->depth[w->found] = depth;
        w->witness[w->found++] = s.edge;
    } else if (backward ? s.time > m->label : s.time < m->label) {
        m->label = s.time; /* a node that forgets has the best label from the first edge on */
        if (m->stamp & 1)
            return;
    } else {
        return;
    }
    m->stamp = w->question << 1 | 1;
    w->next_turn[w->next_count++] = s.far;
}

/* The edges of a node that its label opens and that nobody relaxed before. */
INLINE void open_edges(const walk *w, int32_t node, int64_t *first, int64_t *last, const int backward)
{
    mark *m = &w->marks[node];
    int64_t begin = w->start[node], end = w->start[node + 1];
    int64_t e = begin + m->done;
    m->stamp = w->question << 1;
    if (backward) {
        *first = e;
        while (e < end && w->time[e] <= m->label)
            e++;
        *last = e;
    } else {
        *last = e;
        while (e > begin && w->time[e - 1] >= m->label)
            e--;
        *first = e;
    }
    m->done = (int32_t)(e - begin);
}

INLINE void fetch_turn(const walk *w, int64_t i, int64_t turns)
{
    if (i + 2 * AHEAD < turns) {
        __builtin_prefetch(&w->start[w->turn[i + 2 * AHEAD]]);
        __builtin_prefetch(&w->marks[w->turn[i + 2 * AHEAD]], 1);
    }
    if (i + AHEAD < turns) {
        int64_t edge = w->start[w->turn[i + AHEAD]];
        __builtin_prefetch(&w->far[edge]);
        __builtin_prefetch(&w->time[edge]);
    }
}

/* Level by level; answers how many nodes were found. */
INLINE int64_t reach(walk *w, const int32_t *origins, int64_t count, const int backward)
{
    w->found = 0;
    for (int64_t i = 0; i < count; i++) {
        int32_t node = origins[i];
        mark *m = &w->marks[node];
        if (m->stamp >> 1 == w->question)
            continue;
        m->label = backward ? EVER : ALWAYS;
        m->done = backward ? 0 : (int32_t)(w->start[node + 1] - w->start[node]);
        m->stamp = w->question << 1 | 1;
        w->node[w->found] = w->turn[w->found] = node;
        w->depth[w->found] = 0;
        w->witness[w->found++] = -1;
    }
    int64_t turns = w->found;
    for (int32_t depth = 1; turns; depth++) {
        step line[LINE];
        uint32_t in = 0, out = 0;
        w->next_count = 0;
        for (int64_t i = 0; i < turns; i++) {
            int64_t first, last;
            fetch_turn(w, i, turns);
            open_edges(w, w->turn[i], &first, &last, backward);
            for (int64_t e = first; e < last; e++) {
                if (in - out == AHEAD)
                    take(w, line[out++ % LINE], depth, backward);
                line[in++ % LINE] = (step){w->time[e], e, w->far[e]};
                __builtin_prefetch(&w->marks[w->far[e]], 1);
                if (!backward)
                    __builtin_prefetch(&w->start[w->far[e]]);
                __builtin_prefetch(&w->forgets[w->far[e]]);
            }
        }
        while (in != out)
            take(w, line[out++ % LINE], depth, backward);
        int32_t *swap = w->turn;
        w->turn = w->next_turn, w->next_turn = swap, turns = w->next_count;
    }
    for (int64_t i = 0; i < w->found; i++) {
        if (i + AHEAD < w->found)
            __builtin_prefetch(&w->marks[w->node[i + AHEAD]]);
        w->label[i] = w->marks[w->node[i]].label;
    }
    return w->found;
}

int64_t reach_forward(walk *w, const int32_t *origins, int64_t count)
{
    return reach(w, origins, count, 0);
}

int64_t reach_backward(walk *w, const int32_t *origins, int64_t count)
{
    return reach(w, origins, count, 1);
}

/* An answer for each origin alone: its objects, which are at even depths, one list after the
 * other, and of each how many there are. Answers how many in all, or -1: there is no room. */
int64_t reach_each(walk *w, const int32_t *origins, int64_t count, int backward, int64_t *counts,
                   int32_t *objects, int64_t room)
{
    int64_t all = 0;
    for (int64_t i = 0; i < count; i++) {
        w->question++;
        int64_t found = backward ? reach(w, origins + i, 1, 1) : reach(w, origins + i, 1, 0);
        if (all + found > room)
            return -1;
        int64_t before = all;
        for (int64_t j = 0; j < found; j++)
            if (w->depth[j] % 2 == 0)
                objects[all++] = w->node[j];
        counts[i] = all - before;
    }
    return all;
}

INLINE int64_t visit(walk *w, int32_t node, int64_t found)
{
    mark *m = &w->marks[node];
    if (m->stamp >> 1 != w->question) {
        m->stamp = w->question << 1;
        w->node[found++] = node;
    }
    return found;
}

/* Without times: the nodes alone, in order of discovery. */
int64_t connected(walk *w, const int32_t *origins, int64_t count)
{
    int64_t found = 0;
    for (int64_t i = 0; i < count; i++) {
        if (w->marks[origins[i]].stamp >> 1 == w->question)
            continue;
        w->marks[origins[i]].stamp = w->question << 1;
        w->node[found++] = origins[i];
    }
    int32_t line[LINE];
    uint32_t in = 0, out = 0;
    for (int64_t i = 0;; i++) {
        while (i == found && in != out)
            found = visit(w, line[out++ % LINE], found);
        if (i == found)
            return found;
        if (i + 2 * AHEAD < found)
            __builtin_prefetch(&w->start[w->node[i + 2 * AHEAD]]);
        if (i + AHEAD < found)
            __builtin_prefetch(&w->far[w->start[w->node[i + AHEAD]]]);
        for (int64_t e = w->start[w->node[i]]; e < w->start[w->node[i] + 1]; e++) {
            if (in - out == AHEAD)
                found = visit(w, line[out++ % LINE], found);
            line[in++ % LINE] = w->far[e];
            __builtin_prefetch(&w->marks[w->far[e]], 1);
        }
    }
}
