// The posts of live blogs, for pages whose client is the one without SignalR.
export { livePosts, type LiveBlog, type PostsOptions } from "./current/posts-view.js";
